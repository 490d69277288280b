import type { PolicySet } from "../policy-set.ts";
import type { Exchange } from "./exchange.ts";
import { emptyResponse } from "./gateway-answer.ts";
import type { ResponseMessage } from "./message.ts";
import { beginPreflight, endPreflight } from "./preflight.ts";
import { runSteps } from "./run-steps.ts";

/**
 * Answers a preflight request for an operation that a browser means to call: only `cors` policies run.
 * Undefined when no scope has one, so that the request is one for an unknown operation.
 */
export async function answerPreflight(
  policySet: PolicySet,
  exchange: Exchange,
): Promise<ResponseMessage | undefined> {
  const preflight = beginPreflight(exchange);
  exchange.section = "inbound";
  await runSteps(policySet.chainOf(exchange)[0]?.sections.inbound ?? [], exchange);
  endPreflight(exchange);
  return preflight.hasCors ? (exchange.response ?? emptyResponse()) : undefined;
}
