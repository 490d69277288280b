import type { Clock } from "./clock.ts";

/** A clock that goes only when it is driven, so that a test or a lab decides what happens first, and minutes cost nothing. */
export interface DrivenClock extends Clock {
  /** Lets so many milliseconds pass: everybody whose sleep ends in them wakes in turn, and what follows from it is done. */
  pass(ms: number): Promise<void>;
  /** Lets time pass, sleep by sleep, until the work is done. */
  until<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** Its date begins at 2026-01-01. */
export function createDrivenClock(): DrivenClock {
  const startedAt = Date.UTC(2026, 0, 1);
  let sleepers: readonly Sleeper[] = [];
  let elapsed = 0;

  const next = () => sleepers.toSorted((one, other) => one.wakesAt - other.wakesAt)[0];

  async function wakeNext(limit: number): Promise<boolean> {
    const sleeper = next();
    if (!sleeper || sleeper.wakesAt > limit) return false;
    elapsed = Math.max(elapsed, sleeper.wakesAt);
    sleepers = sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
    await settled();
    return true;
  }

  const clock: Clock = {
    now: () => startedAt + elapsed,
    elapsed: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        if (!(ms > 0)) return resolve();
        const sleeper = { wakesAt: elapsed + ms, wake: resolve };
        sleepers = [...sleepers, sleeper];
        signal?.addEventListener("abort", () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
      }),
  };

  return {
    ...clock,
    async pass(ms) {
      const end = elapsed + ms;
      await settled();
      while (await wakeNext(end));
      elapsed = end;
      await settled();
    },
    async until(work) {
      let done = false;
      const over = () => {
        done = true;
      };
      work.then(over, over);
      await settled();
      while (!done)
        if (!(await wakeNext(Number.POSITIVE_INFINITY)))
          throw new Error("Nobody sleeps, and the work is not done.");
      return work;
    },
  };
}

/** Until everything that can go on without the clock has done so. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
