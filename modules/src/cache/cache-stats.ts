import type { BypassReason } from "./cache-event.ts";
import type { Conflict } from "./conflict.ts";

/** Counted since the cache was made. lookups = exactHits + semanticHits + misses + bypassed. */
export interface CacheStats {
  readonly lookups: number;
  readonly exactHits: number;
  readonly semanticHits: number;
  readonly misses: number;
  readonly bypassed: Readonly<Partial<Record<BypassReason, number>>>;
  /** Near questions that were refused, by what they differed in. */
  readonly refused: Readonly<Partial<Record<Conflict, number>>>;
  readonly stored: number;
  /** Answers dropped to make room. */
  readonly evicted: number;
  /** Lookups or stores in which the embedder failed. */
  readonly failed: number;
  /** Answers kept now, expired ones that nobody asked for again included. */
  readonly entries: number;
  readonly bytes: number;
  /** Tokens and US dollars that hits did not spend again, as far as the stored answers told them. */
  readonly saved: {
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly costUsd: number;
  };
}
