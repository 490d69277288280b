import { type Clock, callAfter } from "../core/clock.ts";

/**
 * Work that can wait a moment. Spans of many requests built one after the other cost less than half of what they cost one by one between
 * requests, where neither code nor data lie close at hand.
 */
export interface LaterWork {
  add(work: () => void): void;
  /** Does all that waits, in the order in which it came. */
  settle(): void;
}

export interface LaterWorkOptions {
  readonly clock: Clock;
  /** Pieces of work that wait at most. */
  readonly most: number;
  /** Milliseconds that a piece waits at most. */
  readonly delayMs: number;
  /** A piece threw; the others are done all the same. */
  readonly onError: () => void;
}

export function createLaterWork({ clock, most, delayMs, onError }: LaterWorkOptions): LaterWork {
  let waiting: (() => void)[] = [];
  let cancelTimer: (() => void) | undefined;

  function settle(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const all = waiting;
    waiting = [];
    for (const work of all) {
      try {
        work();
      } catch {
        onError();
      }
    }
  }

  return {
    add(work) {
      waiting.push(work);
      if (waiting.length >= most) settle();
      else cancelTimer ??= callAfter(clock, delayMs, settle);
    },
    settle,
  };
}
