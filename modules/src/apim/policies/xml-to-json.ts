import { convertBody } from "../conversions/convert-body.ts";
import { xmlToJson as toJson } from "../conversions/xml-to-json.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";

/** Turns an XML body into JSON. */
export const xmlToJson: PolicyDefinition = {
  name: "xml-to-json",
  sections: ["inbound", "outbound", "on-error"],
  support: "partly",
  notes:
    'How names look is not documented: "direct" writes @attribute and #text, "javascript-friendly" writes attribute and value.',
  attributes: {
    kind: { required: true, values: ["javascript-friendly", "direct"] },
    apply: { required: true, values: ["always", "content-type-xml"] },
    "consider-accept-header": { kind: "boolean" },
    "always-array-child-elements": { kind: "boolean" },
  },
  compile: (element, compiler) => {
    const kind = compiler.required(element, "kind");
    const apply = compiler.required(element, "apply");
    const accept = compiler.attribute(element, "consider-accept-header");
    const arrays = compiler.attribute(element, "always-array-child-elements");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const isFriendly = (await kind.text(exchange)) === "javascript-friendly";
        const alwaysArrays = (await arrays?.boolean(exchange)) ?? false;
        await convertBody(
          {
            policy: element.name,
            from: "xml",
            to: "json",
            contentType: "application/json",
            isAlways: (await apply.text(exchange)) === "always",
            considersAccept: (await accept?.boolean(exchange)) ?? true,
            convert: (text) =>
              JSON.stringify(
                toJson(text, { kind: isFriendly ? "javascript-friendly" : "direct", alwaysArrays }),
              ),
          },
          exchange,
        );
      },
    };
  },
};
