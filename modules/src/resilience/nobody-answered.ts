import { isLabError, ProviderError } from "../core/errors.ts";
import { askedToWaitMs, failureKind } from "./failure-kind.ts";
import type { PlanSkip } from "./plan-event.ts";

/** What became of one level: it failed, or it was passed over. */
export type LevelResult =
  | {
      readonly kind: "failed";
      readonly deployment: string;
      readonly error: unknown;
      readonly message: string;
    }
  | { readonly kind: "skipped"; readonly deployment: string; readonly skip: PlanSkip };

/**
 * The error of a plan in which nobody answered: every level and why, and the shortest time after which one may. A prompt that fits
 * none of them is a bad request.
 */
export function nobodyAnswered(results: readonly LevelResult[]): ProviderError {
  if (results.length === 0) {
    return new ProviderError("No model is there that may answer this question.", {
      code: "NO_BACKEND",
      retryable: false,
      hint: "Name one in .env (LOCAL_MODEL_ENDPOINT, AZURE_OPENAI_ENDPOINT), or use the lab cloud through openLab.",
    });
  }
  const last = results.findLast((result) => result.kind === "failed")?.error;
  if (results.every(isTooSmall)) return tooLong(results, last);
  const waitsMs = results.map(waitMs).filter((ms) => ms !== undefined);
  return new ProviderError(`No model answered: ${results.map(line).join(" | ")}`, {
    code: "NO_ANSWER",
    retryable: waitsMs.length > 0 || (isLabError(last) && "retryable" in last && last.retryable === true),
    retryAfterMs: waitsMs.length > 0 ? Math.min(...waitsMs) : undefined,
    hint: (isLabError(last) ? last.hint : undefined) ?? "Ask again in a moment, or ask another model.",
    cause: last,
  });
}

/** The prompt did not fit it: it said so, or it was not asked as a larger one had said so. */
const isTooSmall = (result: LevelResult): boolean =>
  result.kind === "failed" ? failureKind(result.error) === "too-long" : result.skip.kind === "too-small";

/** It is the caller's to mend: asking again, or waiting, does not help. */
const tooLong = (results: readonly LevelResult[], cause: unknown): ProviderError =>
  new ProviderError(`The prompt is too long: ${results.map(line).join(" | ")}`, {
    code: "CONTEXT_LENGTH_EXCEEDED",
    status: 400,
    retryable: false,
    hint: "Send a part of it, or a summary, or ask a model that takes more.",
    cause,
  });

function waitMs(result: LevelResult): number | undefined {
  if (result.kind === "failed") return askedToWaitMs(result.error);
  return "retryInMs" in result.skip ? Math.max(1, Math.ceil(result.skip.retryInMs)) : undefined;
}

function line(result: LevelResult): string {
  if (result.kind === "failed") return result.message;
  return `${result.deployment} was passed over: ${skipText(result.skip)}.`;
}

function skipText(skip: PlanSkip): string {
  switch (skip.kind) {
    case "unhealthy":
      return "its last health checks failed";
    case "circuit-open":
      return "it failed too often lately";
    case "full":
      return "it has as many calls as it may";
    case "not-allowed":
      return skip.because;
    case "too-small":
      return "the prompt does not fit it";
    case "enough-tried":
      return "enough others were tried";
  }
}
