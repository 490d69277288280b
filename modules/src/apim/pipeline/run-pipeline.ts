import type { PolicySet } from "../policy-set.ts";
import { runAnswerHooks } from "./answer-hooks.ts";
import { editAnswer } from "./before-answer.ts";
import { runSection } from "./compile-document.ts";
import type { Exchange } from "./exchange.ts";
import { emptyResponse, internalError } from "./gateway-answer.ts";
import type { ResponseMessage } from "./message.ts";
import type { Flow } from "./policy.ts";
import { type LastError, PolicyError } from "./policy-error.ts";
import { replaceResponse } from "./replace-response.ts";
import { type PlacedStep, placeOfError } from "./run-steps.ts";
import type { Section } from "./section.ts";

/**
 * Leads a request through inbound, backend and outbound, or to on-error when a policy fails. Gives the answer for the caller.
 * Never throws for what policies do; the caller's going away ends it with the signal's reason.
 * A `refusal` comes before the first policy, for a missing key for example: only on-error runs.
 */
export async function runPipeline(
  policySet: PolicySet,
  exchange: Exchange,
  refusal?: PolicyError,
): Promise<ResponseMessage> {
  const run = async (section: Section) => {
    exchange.section = section;
    return runSection(policySet.chainOf(exchange), section, exchange);
  };
  try {
    if (refusal) throw refusal;
    if ((await runToAnswer(exchange, run)) !== "stop") await run("outbound");
  } catch (error) {
    await fail(exchange, error, () => run("on-error"));
  }
  exchange.response ??= emptyResponse();
  editAnswer(exchange, exchange.response);
  return exchange.response;
}

/** Runs inbound and backend until there is an answer for outbound to work on, if outbound is to run at all. */
async function runToAnswer(exchange: Exchange, run: (section: Section) => Promise<Flow>): Promise<Flow> {
  for (const section of ["inbound", "backend"] as const) {
    const flow = await run(section);
    if (flow !== "next") return flow;
  }
  if (exchange.response) await runAnswerHooks(exchange);
  // Without forward-request there is an empty answer.
  exchange.response ??= emptyResponse();
  return "next";
}

/** Notes the error and runs on-error; an error in there ends the request with its own answer. */
async function fail(exchange: Exchange, error: unknown, runOnError: () => Promise<unknown>): Promise<void> {
  exchange.signal.throwIfAborted();
  noteError(exchange, error);
  try {
    await runOnError();
  } catch (second) {
    exchange.signal.throwIfAborted();
    noteError(exchange, second);
  }
}

function noteError(exchange: Exchange, error: unknown): void {
  const place = placeOfError(error);
  exchange.lastError = lastErrorOf(error, place, exchange.section);
  const isPolicyError = error instanceof PolicyError;
  if (!isPolicyError) {
    const { message } = exchange.lastError;
    exchange.services.logger.error(`A policy failed in a way that is the emulator's own fault: ${message}`);
  }
  replaceResponse(exchange, isPolicyError ? error.response : internalError());
}

function lastErrorOf(error: unknown, place: PlacedStep | undefined, section: Section): LastError {
  return {
    source: error instanceof PolicyError ? error.source : (place?.policy ?? ""),
    reason: error instanceof PolicyError ? error.reason : "Unspecified",
    message: error instanceof Error ? error.message : String(error),
    scope: place?.scope ?? "",
    section: place?.section ?? section,
    path: place?.path ?? "",
    policyId: place?.policyId ?? "",
  };
}
