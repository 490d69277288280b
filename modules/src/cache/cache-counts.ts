import type { CachedAnswer } from "./answer-cache.ts";
import type { CacheEvent } from "./cache-event.ts";
import type { CacheStats } from "./cache-stats.ts";

type Counted = Omit<CacheStats, "entries" | "bytes">;

/** Counts what the cache tells. */
export interface CacheCounts {
  count(event: CacheEvent, answer?: CachedAnswer): void;
  evicted(): void;
  read(): Counted;
}

export function createCacheCounts(): CacheCounts {
  const counted = { lookups: 0, exactHits: 0, semanticHits: 0, misses: 0, stored: 0, evicted: 0, failed: 0 };
  const saved = { promptTokens: 0, completionTokens: 0, costUsd: 0 };
  const bypassed: Partial<Record<string, number>> = {};
  const refused: Partial<Record<string, number>> = {};
  const add = (counts: Partial<Record<string, number>>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };

  function save(answer: CachedAnswer | undefined): void {
    saved.promptTokens += answer?.usage?.promptTokens ?? 0;
    saved.completionTokens += answer?.usage?.completionTokens ?? 0;
    saved.costUsd += answer?.costUsd ?? 0;
  }

  function count(event: CacheEvent, answer?: CachedAnswer): void {
    switch (event.what) {
      case "hit":
        counted[event.kind === "exact" ? "exactHits" : "semanticHits"] += 1;
        counted.lookups += 1;
        save(answer);
        break;
      case "miss":
        counted.misses += 1;
        counted.lookups += 1;
        if (event.refused) add(refused, event.refused);
        break;
      case "bypass":
        // Only lookups are counted: what they pass over, a store passes over as well.
        counted.lookups += 1;
        add(bypassed, event.because);
        break;
      case "stored":
        counted.stored += 1;
        break;
      case "failed":
        counted.failed += 1;
    }
  }

  return {
    count,
    evicted: () => {
      counted.evicted += 1;
    },
    read: () => ({ ...counted, bypassed: { ...bypassed }, refused: { ...refused }, saved: { ...saved } }),
  };
}
