import type { Clock } from "../src/core/index.ts";

/** A clock that stands still but for the sleeping, and notes each sleep. The date is the real one: certificates need it. */
export interface HeldClock extends Clock {
  /** Milliseconds of each sleep, in turn. */
  readonly sleeps: readonly number[];
}

export function createHeldClock(): HeldClock {
  const sleeps: number[] = [];
  let elapsed = 0;
  return {
    sleeps,
    now: () => Date.now(),
    elapsed: () => elapsed,
    async sleep(ms) {
      sleeps.push(ms);
      elapsed += ms;
    },
  };
}
