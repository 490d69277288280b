import type { Clock } from "../core/clock.ts";
import { refuseWrong, wrongCounts, wrongTimes } from "./check-figures.ts";
import { OverloadError, type OverloadErrorOptions } from "./overload-error.ts";
import { createPriorityQueue, type Priority } from "./priority-queue.ts";

export interface BulkheadOptions {
  /** What it protects, for errors and events. */
  readonly name: string;
  readonly clock: Clock;
  /** Most that run at one time. */
  readonly limit: number;
  /** Most that wait; default 0. */
  readonly queueLimit?: number;
  /** Milliseconds of waiting that are worth one step of priority; default 5000. */
  readonly agingMs?: number;
  readonly onEvent?: ((event: BulkheadEvent) => void) | undefined;
}

/** Somebody was turned away. */
export interface BulkheadEvent {
  readonly type: "bulkhead";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly name: string;
  readonly refused: OverloadErrorOptions["code"];
  readonly priority: Priority;
}

export interface BulkheadState {
  readonly running: number;
  readonly waiting: number;
  readonly limit: number;
}

/** A place in which to work. `release` it once when done; further calls do nothing. */
export interface Slot {
  release(): void;
}

export interface AcquireOptions {
  /** Default `normal`. */
  readonly priority?: Priority;
  /** Gives up the place in the queue. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds the caller can wait; when the queue is longer than that, it is told at once. Default: no bound. */
  readonly maxWaitMs?: number | undefined;
}

/** Bounds what runs at one time; the rest waits by priority, or is turned away. */
export interface Bulkhead {
  readonly name: string;
  state(): BulkheadState;
  /** A slot if one is free now. */
  tryAcquire(): Slot | undefined;
  /** @throws OverloadError when there is no room; the signal's reason when it is aborted before the turn comes. */
  acquire(options?: AcquireOptions): Promise<Slot>;
  /** Milliseconds somebody who joins the queue now will wait, judged by how long slots were held lately; 0 when one is free. */
  expectedWaitMs(): number;
}

interface Waiter {
  readonly priority: Priority;
  readonly begin: (slot: Slot) => void;
  readonly refuse: (error: unknown) => void;
}

/** Weight of the newest time in the mean of how long slots are held. */
const NEWEST = 0.1;

/** @throws SettingsError when a figure cannot be. */
export function createBulkhead(options: BulkheadOptions): Bulkhead {
  const { name, clock, limit, queueLimit = 0, agingMs, onEvent } = options;
  refuseWrong(`Bulkhead of ${name}`, [
    ...wrongCounts({ limit }),
    ...wrongCounts({ queueLimit }, 0),
    ...wrongTimes({ agingMs }),
  ]);
  const queue = createPriorityQueue<Waiter>({ ...options, limit: queueLimit });
  let running = 0;
  let heldMs: number | undefined;

  function occupy(): Slot {
    running++;
    const since = clock.elapsed();
    let released = false;
    return {
      release() {
        if (released) return;
        released = true;
        running--;
        const ms = clock.elapsed() - since;
        heldMs = heldMs === undefined ? ms : heldMs + NEWEST * (ms - heldMs);
        queue.take()?.begin(occupy());
      },
    };
  }

  const free = () => running < limit && queue.size === 0;
  const expectedWaitMs = () => (free() ? 0 : ((heldMs ?? 0) * (queue.size + 1)) / limit);

  function refusal(code: OverloadErrorOptions["code"], priority: Priority): OverloadError {
    onEvent?.({ type: "bulkhead", at: clock.now(), name, refused: code, priority });
    return new OverloadError(`${name} ${REFUSALS[code]}`, {
      code,
      retryAfterMs: Math.max(1, expectedWaitMs()),
    });
  }

  function wait(priority: Priority, signal: AbortSignal | undefined): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        queue.remove(waiter);
        reject(signal?.reason);
      };
      const settled = <V>(settle: (value: V) => void) => {
        return (value: V) => {
          signal?.removeEventListener("abort", leave);
          settle(value);
        };
      };
      const waiter: Waiter = { priority, begin: settled(resolve), refuse: settled(reject) };
      const offer = queue.offer(waiter, priority);
      if (offer.kind === "refused") return reject(refusal("QUEUE_FULL", priority));
      if (offer.kind === "queued-for") offer.shed.refuse(refusal("SHED", offer.shed.priority));
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  return {
    name,
    state: () => ({ running, waiting: queue.size, limit }),
    tryAcquire: () => (free() ? occupy() : undefined),
    async acquire({ priority = "normal", signal, maxWaitMs = Number.POSITIVE_INFINITY } = {}) {
      signal?.throwIfAborted();
      if (free()) return occupy();
      if (expectedWaitMs() > maxWaitMs) throw refusal("TOO_LATE", priority);
      return wait(priority, signal);
    },
    expectedWaitMs,
  };
}

const REFUSALS: Readonly<Record<OverloadErrorOptions["code"], string>> = {
  QUEUE_FULL: "has no place left to wait.",
  SHED: "needed the place for something more urgent.",
  TOO_LATE: "could begin only after the time for this is over.",
};
