import { LRUCache } from "lru-cache";
import type { Clock } from "../core/clock.ts";
import { lruTime } from "../core/lru-time.ts";
import type { CachedAnswer } from "./answer-cache.ts";
import type { QuestionFacts } from "./guards/question-facts.ts";

/** What a question means and says; what near questions are found and told apart by. */
export interface Meaning {
  /** Of length 1. */
  readonly vector: Float32Array;
  readonly facts: QuestionFacts;
}

/** An answer in its place. */
export interface StoredAnswer {
  readonly key: string;
  readonly partition: string;
  readonly tenant: string;
  readonly model: string;
  readonly question: string;
  readonly answer: CachedAnswer;
  readonly meaning: Meaning | undefined;
  /** On the clock's scale that never jumps. */
  readonly storedAt: number;
  readonly bytes: number;
}

export interface AnswerStoreOptions {
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** An answer was dropped to make room. */
  readonly onEvicted: () => void;
}

/** Answers by key and by partition; the least recently used ones give way, and none outlives its time. */
export interface AnswerStore {
  get(key: string): StoredAnswer | undefined;
  /** Whether it was taken; one larger than the whole store is not. */
  set(entry: StoredAnswer): boolean;
  /** What a partition holds; of answers whose time is over some may still be there: `isKept` tells. */
  ofPartition(partition: string): Iterable<StoredAnswer>;
  isKept(entry: StoredAnswer): boolean;
  dropWhere(chosen: (entry: StoredAnswer) => boolean): number;
  readonly size: number;
  readonly bytes: number;
}

export function createAnswerStore({
  clock,
  ttlMs,
  maxEntries,
  maxBytes,
  onEvicted,
}: AnswerStoreOptions): AnswerStore {
  const partitions = new Map<string, Set<StoredAnswer>>();
  const leave = (entry: StoredAnswer) => {
    const members = partitions.get(entry.partition);
    members?.delete(entry);
    if (members?.size === 0) partitions.delete(entry.partition);
  };
  const byKey = new LRUCache<string, StoredAnswer>({
    max: maxEntries,
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes,
    ttl: ttlMs,
    ...lruTime(clock),
    dispose: (entry, _key, reason) => {
      leave(entry);
      if (reason === "evict") onEvicted();
    },
  });

  function join(entry: StoredAnswer): void {
    const members = partitions.get(entry.partition) ?? new Set();
    members.add(entry);
    partitions.set(entry.partition, members);
  }

  return {
    get: (key) => byKey.get(key),
    set(entry) {
      byKey.set(entry.key, entry);
      const taken = byKey.peek(entry.key) === entry;
      if (taken) join(entry);
      return taken;
    },
    ofPartition: (partition) => partitions.get(partition) ?? [],
    isKept: ({ key }) => byKey.has(key),
    dropWhere(chosen) {
      const keys = [...byKey.entries()].filter(([, entry]) => chosen(entry)).map(([key]) => key);
      for (const key of keys) byKey.delete(key);
      return keys.length;
    },
    get size() {
      return byKey.size;
    },
    get bytes() {
      return byKey.calculatedSize;
    },
  };
}
