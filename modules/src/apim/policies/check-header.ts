import type { Exchange } from "../pipeline/exchange.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

/** Demands a header of the request, and one of the given values when there are any. */
export const checkHeader: PolicyDefinition = {
  name: "check-header",
  sections: ["inbound"],
  support: "emulated",
  attributes: {
    name: { required: true },
    "failed-check-httpcode": { required: true, kind: "integer", min: 100, max: 599 },
    "failed-check-error-message": { required: true },
    "ignore-case": { required: true, kind: "boolean" },
  },
  children: { value: { many: true, text: true } },
  compile: (element, compiler) => {
    const name = compiler.required(element, "name");
    const status = compiler.required(element, "failed-check-httpcode");
    const message = compiler.required(element, "failed-check-error-message");
    const ignoreCase = compiler.required(element, "ignore-case");
    const allowed = element.children.map(({ text, position }) =>
      compiler.value(text ?? { value: "", position }),
    );
    const refuse = async (exchange: Exchange, reason: string, why: string): Promise<never> => {
      const response = gatewayAnswer(await status.number(exchange), await message.text(exchange));
      throw new PolicyError(`Header ${why} Access denied.`, { source: element.name, reason, response });
    };
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const header = await name.text(exchange);
        const given = exchange.request.headers.get(header);
        if (given === undefined || given.trim() === "") {
          return refuse(exchange, "HeaderNotFound", `${header} was not found in the request.`);
        }
        if (allowed.length === 0) return;
        const plain = (await ignoreCase.boolean(exchange)) ? lowered : asItIs;
        const found = exchange.request.headers.values(header).concat(given).map(plain);
        for (const value of allowed) if (found.includes(plain((await value.text(exchange)).trim()))) return;
        return refuse(exchange, "HeaderValueNotAllowed", `${header} value of ${given} is not allowed.`);
      },
    };
  },
};

const lowered = (text: string): string => text.trim().toLowerCase();
const asItIs = (text: string): string => text.trim();
