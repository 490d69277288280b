import type { StreamPart } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import type { RouteOutcome } from "./ask-level.ts";
import { FAILURE_RULES, failureKind } from "./failure-kind.ts";
import type { RouteEndReason } from "./route-part.ts";

/** The last part of a stream. */
export type Ending = Extract<StreamPart, { type: "end" | "error" }>;

/** The error that a broken stream amounts to; undefined when it ended as it should or its caller left. */
export function breakOf(ending: Ending, deployment: string): ProviderError | undefined {
  if (ending.type === "error") return new ProviderError(ending.message, ending);
  if (ending.reason !== "cut") return undefined;
  return new ProviderError(`${deployment} broke off in the middle of its answer.`, {
    code: "STREAM_CUT",
    retryable: true,
  });
}

export function outcomeOf(ending: Ending, broke: ProviderError | undefined): RouteOutcome {
  if (broke)
    return failureKind(broke) === "cancelled" ? { kind: "cancelled" } : { kind: "failed", error: broke };
  return ending.type === "end" && ending.reason === "cancelled"
    ? { kind: "cancelled" }
    : { kind: "answered" };
}

/** Whether another deployment may do better: not when the request itself is at fault, nobody waits, or the time is over. */
export const canBeTakenOver = (broke: ProviderError, signal: AbortSignal): boolean =>
  !signal.aborted && FAILURE_RULES[failureKind(broke)].next === "any";

export function reasonOf(ending: Ending): RouteEndReason {
  if (ending.type === "end") return ending.reason;
  return ending.code === "DEADLINE" ? "cancelled" : "cut";
}
