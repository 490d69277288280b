import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { emptyResponse, reasonOf } from "../pipeline/gateway-answer.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";

/** `<set-status code reason />`. */
export const setStatus: PolicyDefinition = {
  name: "set-status",
  sections: SECTIONS,
  support: "emulated",
  attributes: { code: { required: true, kind: "integer", min: 100, max: 999 }, reason: {} },
  compile: (element, compiler) => {
    const edit = compileStatusEdit(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: (exchange) => {
        exchange.response ??= emptyResponse();
        return edit(exchange, exchange.response).then(() => "next");
      },
    };
  },
};

/** Compiles a `<set-status>`, also one inside another policy. */
export function compileStatusEdit(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, response: ResponseMessage) => Promise<void> {
  const code = compiler.required(element, "code");
  const reason = compiler.attribute(element, "reason");
  return async (exchange, response) => {
    response.status = await code.number(exchange);
    response.reason = reason ? await reason.text(exchange) : reasonOf(response.status);
    exchange.trace.note(() => `${response.status} ${response.reason}`.trim());
  };
}
