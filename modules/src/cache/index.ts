export type { AnswerCache, CachedAnswer, CacheHit, CacheQuery } from "./answer-cache.ts";
export type { BypassReason, CacheEvent } from "./cache-event.ts";
export type { CacheStats } from "./cache-stats.ts";
export { CONFLICTS, type Conflict } from "./conflict.ts";
export { type AnswerCacheOptions, createAnswerCache, type SemanticOptions } from "./create-answer-cache.ts";
export type { EmbedText } from "./embed-text.ts";
export { findConflict } from "./guards/find-conflict.ts";
export { type QuestionFacts, readFacts } from "./guards/question-facts.ts";
export type { Sharing } from "./question.ts";
