export type { AnswerCache, CachedAnswer, CacheHit, CacheQuery } from "./answer-cache.ts";
export type { BypassReason, CacheEvent } from "./cache-event.ts";
export type { CacheStats } from "./cache-stats.ts";
export { CONFLICTS, type Conflict } from "./conflict.ts";
