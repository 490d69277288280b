import { convertBody } from "../conversions/convert-body.ts";
import { jsonToXml as toXml } from "../conversions/json-to-xml.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";

/** Turns a JSON body into XML. */
export const jsonToXml: PolicyDefinition = {
  name: "json-to-xml",
  sections: ["inbound", "outbound", "on-error"],
  support: "partly",
  notes:
    'Dates are copied as they are, also with parse-date="true". Without a single root property the root is <Document>.',
  attributes: {
    apply: { required: true, values: ["always", "content-type-json"] },
    "consider-accept-header": { kind: "boolean" },
    "parse-date": { kind: "boolean", expression: false },
    "namespace-separator": {},
    "namespace-prefix": {},
    "attribute-block-name": {},
  },
  compile: (element, compiler) => {
    const apply = compiler.required(element, "apply");
    const accept = compiler.attribute(element, "consider-accept-header");
    const separator = compiler.attribute(element, "namespace-separator");
    const prefix = compiler.attribute(element, "namespace-prefix");
    const block = compiler.attribute(element, "attribute-block-name");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const options = {
          namespaceSeparator: (await separator?.text(exchange)) ?? "_",
          namespacePrefix: await prefix?.text(exchange),
          attributeBlockName: await block?.text(exchange),
        };
        await convertBody(
          {
            policy: element.name,
            from: "json",
            to: "xml",
            contentType: "application/xml",
            isAlways: (await apply.text(exchange)) === "always",
            considersAccept: (await accept?.boolean(exchange)) ?? true,
            convert: (text) => toXml(JSON.parse(text), options),
          },
          exchange,
        );
      },
    };
  },
};
