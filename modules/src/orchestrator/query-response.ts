import type { SourceLabel } from "../chat/source.ts";
import type { Signal, Target } from "../routers/router.ts";
import type { Answer } from "./answer-part.ts";

/** An answer as the workshop's API gives it. Times in seconds, as the API has always given them. */
export interface QueryResponse {
  readonly response: string;
  readonly source: SourceLabel;
  readonly responseTime: number;
  readonly metadata: {
    readonly strategy: string;
    readonly target: Target;
    readonly confidence: number | null;
    readonly reason: string;
    readonly source: SourceLabel;
    readonly provenance: Answer["provenance"];
    readonly response_time: number;
    readonly success: boolean;
    /** ISO 8601. */
    readonly timestamp: string;
    readonly analysis: {
      readonly score: number;
      readonly threshold: number;
      readonly signals: readonly Signal[];
    };
    readonly context_used: boolean;
    readonly router_used: string;
  };
}

export interface QueryResponseContext {
  /** Strategy that was asked for. */
  readonly strategy: string;
  /** Whether earlier turns were sent along. */
  readonly contextUsed: boolean;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number;
}

export function toQueryResponse(
  answer: Answer,
  { strategy, contextUsed, now }: QueryResponseContext,
): QueryResponse {
  const { decision, source, provenance, timing, text, endReason } = answer;
  const seconds = timing.totalMs / 1000;
  return {
    response: text,
    source,
    responseTime: seconds,
    metadata: {
      strategy,
      target: decision.target,
      confidence: decision.confidence ?? null,
      reason: decision.reason,
      source,
      provenance,
      response_time: seconds,
      success: endReason === "stop" || endReason === "length",
      timestamp: new Date(now).toISOString(),
      analysis: { score: decision.score, threshold: decision.threshold, signals: decision.signals },
      context_used: contextUsed,
      router_used: decision.router,
    },
  };
}
