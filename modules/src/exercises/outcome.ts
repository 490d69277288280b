import { describeError, isWrong } from "./expectations.ts";
import { isNotAttempted } from "./todo.ts";

/** How a check went. `error`: the learner's code stopped by itself, so nothing could be compared. */
export type OutcomeKind = "unattempted" | "pass" | "fail" | "error";

export interface Outcome {
  readonly kind: OutcomeKind;
  /** What the learner reads; empty for `pass` and `unattempted`. */
  readonly message: string;
}

export const PASS: Outcome = { kind: "pass", message: "" };

/** What a test that threw `error` says about the answer. */
export function outcomeOf(error: unknown): Outcome {
  if (isNotAttempted(error)) return { kind: "unattempted", message: "" };
  if (isWrong(error)) return { kind: "fail", message: error.message };
  return { kind: "error", message: describeError(error) };
}
