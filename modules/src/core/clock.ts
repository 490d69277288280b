import { setTimeout as wait } from "node:timers/promises";

/** Time as a value, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Milliseconds on a scale that never jumps; only differences mean anything. */
  elapsed(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** As `callAfter` does, where a clock can do it at less cost than by `sleep`. */
  after?(ms: number, then: () => void): () => void;
}

/** 24.8 days. Node takes anything longer for 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    if (ms > 0) await wait(Math.min(ms, LONGEST_TIMER_MS), undefined, signal ? { signal } : {});
  },
  after(ms, then) {
    const timer = setTimeout(then, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Calls `then` after `ms` milliseconds, unless the function that it returns is called before. */
export function callAfter(clock: Clock, ms: number, then: () => void): () => void {
  if (clock.after) return clock.after(ms, then);
  const cancelled = new AbortController();
  clock.sleep(ms, cancelled.signal).then(
    () => cancelled.signal.aborted || then(),
    () => {},
  );
  return () => cancelled.abort();
}
