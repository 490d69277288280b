import type { Clock } from "../core/clock.ts";

/** How urgent something is: `high` is a person who waits, `low` is work in the background. */
export type Priority = "high" | "normal" | "low";

export const PRIORITIES = ["high", "normal", "low"] as const satisfies readonly Priority[];

export interface PriorityQueueOptions {
  readonly clock: Clock;
  /** Most that can wait. */
  readonly limit: number;
  /** Milliseconds of waiting that are worth one step of priority; default 5000. */
  readonly agingMs?: number;
}

/** What became of something that was offered. */
export type Offer<T> =
  | { readonly kind: "queued" }
  /** The queue was full, and what was least urgent had to go. */
  | { readonly kind: "queued-for"; readonly shed: T }
  /** The queue is full of what is as urgent or more. */
  | { readonly kind: "refused" };

/**
 * Things that wait, most urgent first; of the same urgency whoever came first. Waiting makes urgent: whatever has waited
 * `agingMs` longer than another is worth one step more, so nothing waits for ever.
 */
export interface PriorityQueue<T> {
  offer(item: T, priority: Priority): Offer<T>;
  /** Takes out the most urgent. */
  take(): T | undefined;
  /** Takes something out of turn; false when it is not waiting. */
  remove(item: T): boolean;
  readonly size: number;
  /** Everything that waits, in its order. */
  waiting(): readonly T[];
}

interface Entry<T> {
  readonly item: T;
  /** Turn on one scale for all: as everything ages at the same pace, two entries never change their order. */
  readonly turn: number;
}

export function createPriorityQueue<T>({
  clock,
  limit,
  agingMs = 5000,
}: PriorityQueueOptions): PriorityQueue<T> {
  const entries: Entry<T>[] = [];
  return {
    offer(item, priority) {
      const turn = clock.elapsed() + PRIORITIES.indexOf(priority) * agingMs;
      const last = entries.at(-1);
      if (entries.length < limit) {
        insert(entries, { item, turn });
        return { kind: "queued" };
      }
      if (!last || last.turn <= turn) return { kind: "refused" };
      entries.pop();
      insert(entries, { item, turn });
      return { kind: "queued-for", shed: last.item };
    },
    take: () => entries.shift()?.item,
    remove(item) {
      const at = entries.findIndex((entry) => entry.item === item);
      if (at >= 0) entries.splice(at, 1);
      return at >= 0;
    },
    get size() {
      return entries.length;
    },
    waiting: () => entries.map(({ item }) => item),
  };
}

/** Behind everything with the same turn or an earlier one. */
function insert<T>(entries: Entry<T>[], entry: Entry<T>): void {
  let from = 0;
  let to = entries.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((entries[middle]?.turn ?? 0) <= entry.turn) from = middle + 1;
    else to = middle;
  }
  entries.splice(from, 0, entry);
}
