import { setImmediate as nextTurn } from "node:timers/promises";

/** Runs jobs one after the other: each of them keeps the embedder busy. */
export interface JobQueue {
  /** False when so many wait that no more are taken. */
  add(run: () => Promise<void>): boolean;
}

const MAX_WAITING = 20;

/** @param run must not reject. */
export function createJobQueue(): JobQueue {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    add(run) {
      if (waiting >= MAX_WAITING) return false;
      waiting += 1;
      last = last.then(async () => {
        // Whoever made the job is answered first: it is pending then.
        await nextTurn();
        waiting -= 1;
        await run();
      });
      return true;
    },
  };
}
