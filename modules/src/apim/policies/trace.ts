import type { PolicyElement } from "../documents/policy-element.ts";
import type { EmittedTrace } from "../pipeline/gateway-services.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

const SEVERITIES = ["verbose", "information", "error"] as const;

/** `<trace source severity>` with `<message>` and `<metadata>`: a message of the policy's own. */
export const trace: PolicyDefinition = {
  name: "trace",
  sections: SECTIONS,
  support: "emulated",
  notes: "Messages of every severity go to the gateway's state and to the request's trace.",
  attributes: { source: { required: true }, severity: { values: SEVERITIES, expression: false } },
  children: {
    message: { required: true, text: true },
    metadata: { many: true, attributes: { name: { required: true }, value: { required: true } } },
  },
  compile: (element, compiler) => {
    const source = compiler.required(element, "source");
    const severity = severityOf(element);
    const message = compileMessage(element, compiler);
    const metadata = element.children
      .filter(({ name }) => name === "metadata")
      .map((child) => ({ name: compiler.required(child, "name"), value: compiler.required(child, "value") }));
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const properties: Record<string, string> = {};
        for (const { name, value } of metadata) {
          properties[await name.text(exchange)] = await value.text(exchange);
        }
        const text = await message.text(exchange);
        const emitted = {
          source: await source.text(exchange),
          message: text,
          severity,
          metadata: properties,
        };
        exchange.services.emitTrace(emitted);
        exchange.trace.note(() => `${severity}: ${text}`);
      },
    };
  },
};

function compileMessage(element: PolicyElement, compiler: PolicyCompiler) {
  const message = element.children.find(({ name }) => name === "message");
  return compiler.value(message?.text ?? { value: "", position: element.position });
}

function severityOf(element: PolicyElement): EmittedTrace["severity"] {
  const written = element.attributes.get("severity")?.value;
  return SEVERITIES.find((severity) => severity === written) ?? "verbose";
}
