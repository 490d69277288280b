import { type Clock, callAfter } from "../core/clock.ts";
import { type FollowingSignal, followSignal } from "./follow-signal.ts";

/** Begins one of several equal ways to the same end; it obeys its signal, which also gives it up when another was first. */
export type HedgeStart<T> = (signal: AbortSignal) => Promise<T>;

export interface HedgeOptions<T> {
  readonly clock: Clock;
  /** Milliseconds without result after which the next is begun as well. Infinity: only when all begun before have failed. */
  readonly afterMs: number;
  /** Most under way at one time; default 2. */
  readonly atOnce?: number;
  readonly signal: AbortSignal;
  /** Takes care of a result that came too late to count. */
  readonly discard?: ((late: T) => void) | undefined;
  readonly onEvent?: ((event: HedgeEvent) => void) | undefined;
}

/** Another start was begun because the ones before were slow; or one of several under way was first. */
export type HedgeEvent = {
  readonly type: "hedge";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Index of the start. */
  readonly start: number;
  readonly what: "begun" | "won";
};

/**
 * The first result of several starts, of which each next is begun when the ones before are slow or have failed. Everything
 * else is given up by then.
 * @throws what the last start threw when all have failed; the signal's reason when it is aborted.
 */
export async function hedgeFirst<T>(starts: readonly HedgeStart<T>[], options: HedgeOptions<T>): Promise<T> {
  options.signal.throwIfAborted();
  return options.afterMs === Number.POSITIVE_INFINITY ? firstInTurn(starts, options) : race(starts, options);
}

async function firstInTurn<T>(starts: readonly HedgeStart<T>[], { signal }: HedgeOptions<T>): Promise<T> {
  let last: unknown;
  for (const start of starts) {
    try {
      return await start(signal);
    } catch (error) {
      signal.throwIfAborted();
      last = error;
    }
  }
  throw last;
}

function race<T>(starts: readonly HedgeStart<T>[], options: HedgeOptions<T>): Promise<T> {
  const { clock, afterMs, atOnce = 2, signal, discard, onEvent } = options;
  const outcome = Promise.withResolvers<T>();
  const begun: FollowingSignal[] = [];
  let stopWaiting = () => {};
  let failed = 0;
  let over = false;

  const tell = (start: number, what: HedgeEvent["what"]) =>
    onEvent?.({ type: "hedge", at: clock.now(), start, what });

  function end(winner: number | undefined): void {
    over = true;
    stopWaiting();
    signal.removeEventListener("abort", leave);
    for (const [index, other] of begun.entries()) {
      if (index === winner) continue;
      other.letGo();
      other.abort(LOST);
    }
  }

  function begin(because: "first" | "slow" | "failed"): void {
    const index = begun.length;
    const start = starts[index];
    if (!start) return;
    const own = followSignal(signal);
    begun.push(own);
    if (because === "slow") tell(index, "begun");
    start(own.signal).then((result) => won(index, result), lost);
    stopWaiting();
    stopWaiting = callAfter(clock, afterMs, () => begun.length - failed < atOnce && begin("slow"));
  }

  function won(index: number, result: T): void {
    if (over) {
      discard?.(result);
      return;
    }
    if (begun.length > 1) tell(index, "won");
    end(index);
    outcome.resolve(result);
  }

  function lost(error: unknown): void {
    failed++;
    if (over || failed < begun.length) return;
    if (begun.length < starts.length) {
      begin("failed");
      return;
    }
    end(undefined);
    outcome.reject(error);
  }

  function leave(): void {
    end(undefined);
    outcome.reject(signal.reason);
  }

  signal.addEventListener("abort", leave, { once: true });
  begin("first");
  return outcome.promise;
}

/** The reason with which starts that were not first are given up. */
const LOST = new DOMException("Another deployment was first.", "AbortError");
