import type { Clock } from "../core/clock.ts";
import { DeadlineError } from "../core/errors.ts";

/** A signal that is aborted when the caller goes away or the time is over, whichever is first. */
export interface Deadline {
  /** Its reason is the caller's, or a DeadlineError. */
  readonly signal: AbortSignal;
  /** Milliseconds left, 0 when the time is over. */
  remainingMs(): number;
  /** The work is done; the time no longer counts. */
  clear(): void;
}

export function createDeadline(clock: Clock, timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const over = new AbortController();
  const cleared = new AbortController();
  const endsAt = clock.elapsed() + timeoutMs;
  clock.sleep(timeoutMs, cleared.signal).then(
    () => over.abort(expired(timeoutMs)),
    () => {},
  );
  return {
    signal: caller ? AbortSignal.any([caller, over.signal]) : over.signal,
    remainingMs: () => Math.max(0, endsAt - clock.elapsed()),
    clear: () => cleared.abort(),
  };
}

function expired(timeoutMs: number): DeadlineError {
  return new DeadlineError(`There was no whole answer within ${timeoutMs / 1000} s.`, {
    code: "DEADLINE",
    hint: "Ask for a shorter answer, or set RESPONSE_TIMEOUT higher.",
  });
}
