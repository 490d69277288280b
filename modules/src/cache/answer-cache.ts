import type { Provenance } from "../chat/provenance.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { RequestContext } from "../chat/request-context.ts";
import type { SourceLabel } from "../chat/source.ts";
import type { Usage } from "../chat/stream-part.ts";
import type { CacheStats } from "./cache-stats.ts";

/** A question as the cache sees it: who asks what of which model. */
export interface CacheQuery {
  readonly context: Pick<RequestContext, "tenant" | "client" | "user" | "signal">;
  /**
   * `model` is the deployment that is to answer. Everything but the text of the last message has to be the same for an answer
   * to be given again: model, parameters, system message, earlier turns.
   */
  readonly request: ChatRequest;
}

/** A whole answer, fit to be given again. Only whole answers are stored: never one that was cut, filtered or ran out of tokens. */
export interface CachedAnswer {
  readonly text: string;
  readonly source: SourceLabel;
  /** How the answer came to be when it was made. */
  readonly provenance: Provenance;
  /** Model that says it answered. */
  readonly servedModel: string;
  /** What the answer took when it was made: what a hit saves. */
  readonly usage?: Usage;
  /** US dollars it cost when it was made: what a hit saves. */
  readonly costUsd?: number;
}

export interface CacheHit {
  /** `exact`: the same question, but for white space around it. `semantic`: one of the same meaning. */
  readonly kind: "exact" | "semantic";
  readonly answer: CachedAnswer;
  /** The question that was answered. */
  readonly question: string;
  /** Cosine between the two questions, -1 to 1; 1 for an exact hit. */
  readonly similarity: number;
  /** Milliseconds since the answer was stored. */
  readonly ageMs: number;
}

/** Answers that were given before. Nothing is shared between tenants. */
export interface AnswerCache {
  /**
   * An answer that may be given again. A cache that cannot look (its embedder fails) says there is none and tells it as an event.
   * @throws the signal's reason when the caller goes away.
   */
  lookup(query: CacheQuery): Promise<CacheHit | undefined>;
  /** Keeps an answer until its time is over or others need its place. What must not be kept is passed over. Never throws. */
  store(query: CacheQuery, answer: CachedAnswer): Promise<void>;
  /** Drops the answers of a tenant, of a model or of both; of all without either. How many there were. */
  forget(which?: { readonly tenant?: string; readonly model?: string }): number;
  stats(): CacheStats;
}
