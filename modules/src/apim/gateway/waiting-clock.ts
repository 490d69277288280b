import type { Clock } from "../../core/clock.ts";

/** A clock that also knows how long everybody waited on it. */
export interface WaitingClock extends Clock {
  /** Sum of all waits so far, in milliseconds. */
  waitedMs(): number;
}

export function createWaitingClock(clock: Clock): WaitingClock {
  let waited = 0;
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    sleep: async (ms, signal) => {
      await clock.sleep(ms, signal);
      waited += Math.max(0, ms);
    },
    waitedMs: () => waited,
  };
}
