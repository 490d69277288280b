import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { HeaderMap } from "../pipeline/header-map.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { readChoice } from "../pipeline/read-choice.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** What to do when the name is there already; the first is the default. */
export const EXISTS_ACTIONS = ["override", "skip", "append", "delete"] as const;

/** Headers that HTTP itself needs; API Management does not let policies change them. */
const FIXED: readonly string[] = ["connection", "content-length", "keep-alive", "transfer-encoding"];

/** A change of one header, wherever the headers are: `return-response` and `send-request` have their own. */
export type HeaderEdit = (exchange: Exchange, headers: HeaderMap) => Promise<void>;

/** `<set-header name exists-action>` with its `<value>`s. */
export const setHeader: PolicyDefinition = {
  name: "set-header",
  sections: SECTIONS,
  support: "emulated",
  notes: "Connection, Content-Length, Keep-Alive and Transfer-Encoding are left as they are.",
  attributes: {
    name: { required: true },
    "exists-action": { values: EXISTS_ACTIONS },
  },
  children: { value: { many: true, text: true } },
  compile: (element, compiler) => {
    const edit = compileHeaderEdit(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => edit(exchange, headersInUse(exchange)).then(() => "next"),
    };
  },
};

/** The request's headers on the way to the backend, the response's on the way back. */
function headersInUse({ section, request, response }: Exchange): HeaderMap {
  const isAnswer = section === "outbound" || section === "on-error";
  return isAnswer && response ? response.headers : request.headers;
}

/** Compiles a `<set-header>`, also one inside another policy. */
export function compileHeaderEdit(element: PolicyElement, compiler: PolicyCompiler): HeaderEdit {
  const name = compiler.required(element, "name");
  const action = compiler.attribute(element, "exists-action");
  const values = element.children.map(({ text, position }) =>
    compiler.value(text ?? { value: "", position }),
  );
  if (action?.literal !== "delete" && values.length === 0) {
    compiler.problem(`<set-header> needs a <value> inside it, or exists-action="delete".`, element.position);
  }
  return async (exchange, headers) => {
    const header = await name.text(exchange);
    const mode = await readChoice(action, exchange, EXISTS_ACTIONS);
    if (FIXED.includes(header.toLowerCase())) {
      exchange.trace.note(() => `${header} cannot be changed by a policy`);
      return;
    }
    if (mode === "delete") return headers.delete(header);
    if (mode === "skip" && headers.has(header)) return;
    const texts: string[] = [];
    for (const value of values) texts.push((await value.text(exchange)).trim());
    if (mode !== "append") headers.set(header, texts);
    else for (const text of texts) headers.append(header, text);
    exchange.trace.note(() => `${mode} ${header}`);
  };
}
