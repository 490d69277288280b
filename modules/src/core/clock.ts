import { setTimeout as wait } from "node:timers/promises";

/** Time as a value, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Milliseconds on a scale that never jumps; only differences mean anything. */
  elapsed(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: async (ms, signal) => {
    if (ms > 0) await wait(ms, undefined, signal ? { signal } : {});
  },
};
