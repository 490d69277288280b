import { explainError } from "../../core/errors.ts";
import { discardBody } from "../backends/pass-on-body.ts";
import type { GatewayServices, OutgoingRequest } from "../pipeline/gateway-services.ts";
import type { PolicyDefinition } from "../pipeline/policy.ts";
import { SECTIONS } from "../pipeline/section.ts";
import { compileOutgoing, outgoingAttributes, outgoingChildren } from "./compile-outgoing.ts";

/** Sends a request of its own and goes on at once; nobody reads the answer. */
export const sendOneWayRequest: PolicyDefinition = {
  name: "send-one-way-request",
  sections: SECTIONS,
  support: "partly",
  notes: "Client certificates and proxies are refused. A call that fails is only logged.",
  attributes: outgoingAttributes,
  children: outgoingChildren,
  compile: (element, compiler) => {
    const prepare = compileOutgoing(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        void sendAndForget(await prepare(exchange), exchange.services);
      },
    };
  },
};

/** It outlives the request that caused it, so no caller's leaving ends it. */
async function sendAndForget(request: OutgoingRequest, { send, logger }: GatewayServices): Promise<void> {
  try {
    const { body } = await send(request, new AbortController().signal);
    await discardBody(body);
  } catch (error) {
    logger.warn(`A one-way request to ${request.url.origin} failed: ${explainError(error)}`);
  }
}
