import { ProviderError } from "../core/errors.ts";

/** One at a time, in the order of arrival, and not more than `maxWaiting` behind the one at work. */
export interface TurnQueue {
  /**
   * Resolves with the function that ends the turn. Rejects with the signal's reason when aborted while waiting.
   * @throws ProviderError 429 when the queue is full.
   */
  enter(signal?: AbortSignal): Promise<() => void>;
  /** Resolves when nobody is at work and nobody waits. */
  idle(): Promise<void>;
  readonly waiting: number;
}

export function createTurnQueue({ maxWaiting }: { maxWaiting: number }): TurnQueue {
  const waiting: (() => void)[] = [];
  const idlers: (() => void)[] = [];
  let busy = false;

  const leave = () => {
    const next = waiting.shift();
    if (next) return next();
    busy = false;
    for (const wake of idlers.splice(0)) wake();
  };

  const turn = () => {
    let over = false;
    return () => {
      if (!over) leave();
      over = true;
    };
  };

  const wait = (signal: AbortSignal | undefined) =>
    new Promise<() => void>((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve(turn());
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(signal?.reason);
      };
      waiting.push(start);
      signal?.addEventListener("abort", giveUp, { once: true });
    });

  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (busy && waiting.length >= maxWaiting) throw full(maxWaiting);
      if (busy) return await wait(signal);
      busy = true;
      return turn();
    },
    idle: () => (busy ? new Promise((resolve) => idlers.push(resolve)) : Promise.resolve()),
    get waiting() {
      return waiting.length;
    },
  };
}

const full = (maxWaiting: number) =>
  new ProviderError(`The local model is busy: ${maxWaiting} requests are waiting already.`, {
    code: "LOCAL_MODEL_BUSY",
    status: 429,
    retryable: true,
    retryAfterMs: 1_000,
    hint: "It answers one request at a time: wait a moment and ask again.",
  });
