import type { Exchange } from "./exchange.ts";
import { internalError } from "./gateway-answer.ts";
import { HeaderMap } from "./header-map.ts";
import type { ResponseMessage } from "./message.ts";
import { MessageBody } from "./message-body.ts";
import { PolicyError } from "./policy-error.ts";

/** A copy of the response that `send-request` kept in a variable. Throws `PolicyError` when there is none. */
export function responseInVariable(name: string, exchange: Exchange, policy: string): ResponseMessage {
  const message = messageOf(exchange.variables.get(name));
  if (!message) {
    throw new PolicyError(`The variable "${name}" holds no response.`, {
      source: policy,
      reason: "ResponseVariableNotFound",
      response: internalError(),
    });
  }
  return { ...message, headers: message.headers.clone() };
}

/** Expressions see a response through a value of .NET's kind, which holds the message. */
function messageOf(value: unknown): ResponseMessage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isMessage(value)) return value;
  return "message" in value && isMessage(value.message) ? value.message : undefined;
}

function isMessage(value: unknown): value is ResponseMessage {
  if (typeof value !== "object" || value === null) return false;
  const { headers, body } = value as Partial<Record<keyof ResponseMessage, unknown>>;
  return headers instanceof HeaderMap && body instanceof MessageBody;
}
