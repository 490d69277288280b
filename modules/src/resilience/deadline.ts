import { type Clock, callAfter } from "../core/clock.ts";
import { DeadlineError } from "../core/errors.ts";
import { followSignal } from "./follow-signal.ts";

/** A signal that is aborted when the caller goes away or the time is over, whichever is first. */
export interface Deadline {
  /** Its reason is the caller's, or a DeadlineError. */
  readonly signal: AbortSignal;
  /** Milliseconds left, 0 when the time is over. */
  remainingMs(): number;
  /** The work is done: neither the time nor the caller counts any more. Call it always, it lets go of both. */
  clear(): void;
}

export function createDeadline(clock: Clock, timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const { signal, abort, letGo } = followSignal(caller);
  const endsAt = clock.elapsed() + timeoutMs;
  const stop = callAfter(clock, timeoutMs, () => abort(expired(timeoutMs)));
  return {
    signal,
    remainingMs: () => Math.max(0, endsAt - clock.elapsed()),
    clear() {
      stop();
      letGo();
    },
  };
}

function expired(timeoutMs: number): DeadlineError {
  return new DeadlineError(`There was no whole answer within ${timeoutMs / 1000} s.`, {
    code: "DEADLINE",
    hint: "Ask for a shorter answer, or set RESPONSE_TIMEOUT higher.",
  });
}
