import { ResponseValue } from "../expressions/context/response-value.ts";
import type { Exchange } from "./exchange.ts";
import { internalError } from "./gateway-answer.ts";
import type { ResponseMessage } from "./message.ts";
import { PolicyError } from "./policy-error.ts";

/** A copy of the response that `send-request` kept in a variable. Throws `PolicyError` when there is none. */
export function responseInVariable(name: string, exchange: Exchange, policy: string): ResponseMessage {
  const value = exchange.variables.get(name);
  if (!(value instanceof ResponseValue)) {
    throw new PolicyError(`The variable "${name}" holds no response.`, {
      source: policy,
      reason: "ResponseVariableNotFound",
      response: internalError(),
    });
  }
  return { ...value.response, headers: value.response.headers.clone() };
}
