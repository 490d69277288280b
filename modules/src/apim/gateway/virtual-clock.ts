import type { Clock } from "../../core/clock.ts";

/** A clock that stands still until it is told to go on; waiting moves it instead of taking time. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
}

/** @param startsAt milliseconds since 1970 */
export function createVirtualClock(startsAt: number): VirtualClock {
  let moved = 0;
  const advance = (ms: number) => {
    moved += Math.max(0, ms);
  };
  return {
    now: () => startsAt + moved,
    // How long code takes is still real: a trace of durations that are all zero would tell nothing.
    elapsed: () => performance.now() + moved,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      advance(ms);
    },
    advance,
  };
}
