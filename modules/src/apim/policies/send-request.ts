import { explainError } from "../../core/errors.ts";
import { ResponseValue } from "../expressions/context/response-value.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { internalError } from "../pipeline/gateway-answer.ts";
import type { OutgoingRequest } from "../pipeline/gateway-services.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { SECTIONS } from "../pipeline/section.ts";
import { compileOutgoing, outgoingAttributes, outgoingChildren } from "./compile-outgoing.ts";

/** Sends a request of its own and keeps the answer in a variable. */
export const sendRequest: PolicyDefinition = {
  name: "send-request",
  sections: SECTIONS,
  support: "partly",
  notes:
    "Client certificates and proxies are refused. The answer is read to its end before the next policy runs.",
  attributes: {
    ...outgoingAttributes,
    "response-variable-name": { expression: false },
    "ignore-error": { kind: "boolean" },
  },
  children: outgoingChildren,
  compile: (element, compiler) => {
    const prepare = compileOutgoing(element, compiler);
    const variable = compiler.attribute(element, "response-variable-name")?.literal;
    const ignoreError = compiler.attribute(element, "ignore-error");
    const keep = (exchange: Exchange, value: unknown) => {
      if (variable !== undefined) exchange.variables.set(variable, value);
    };
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        try {
          const response = await send(await prepare(exchange), exchange);
          keep(exchange, new ResponseValue(response));
          exchange.trace.note(() => `answered ${response.status} ${response.reason}`.trim());
        } catch (error) {
          exchange.signal.throwIfAborted();
          if (!((await ignoreError?.boolean(exchange)) ?? false)) throw asOwn(error);
          keep(exchange, null);
          exchange.trace.note(() => `failed, which ignore-error lets pass: ${explainError(error)}`);
        }
      },
    };
  },
};

async function send(request: OutgoingRequest, { services, signal }: Exchange): Promise<ResponseMessage> {
  const response = await services.send(request, signal);
  await response.body.read();
  return response;
}

/** The failure of a call belongs to this policy; one of an expression keeps its own name. */
function asOwn(error: unknown): unknown {
  const isCall = !(error instanceof PolicyError) || error.source === "forward-request";
  if (!isCall) return error;
  return new PolicyError(explainError(error), {
    source: "send-request",
    reason: error instanceof PolicyError ? error.reason : "BackendConnectionFailure",
    response: error instanceof PolicyError ? error.response : internalError(),
    cause: error,
  });
}
