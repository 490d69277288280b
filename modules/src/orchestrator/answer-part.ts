import type { Provenance } from "../chat/provenance.ts";
import type { SourceLabel } from "../chat/source.ts";
import type { EndReason, StreamPart, Usage } from "../chat/stream-part.ts";
import type { FailureKind } from "../resilience/failure-kind.ts";
import type { RouteDecision } from "../routers/router.ts";

/** One try to get the answer from one deployment. */
export interface Attempt {
  /** Provider name, e.g. `local` or `azure`. */
  readonly provider: string;
  /** Model name asked for: a deployment, an id or an alias. */
  readonly deployment: string;
  /** Name of the configured model. */
  readonly model?: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly ms: number;
  readonly outcome: "answered" | "failed" | "cancelled";
  /** HTTP status of a failure, when there was one. */
  readonly status?: number;
  /** What kind of failure it was. */
  readonly failure?: FailureKind;
  /** Why it failed, in one line. */
  readonly error?: string;
}

/** A named step of the request's way and the time it took. */
export interface StepTiming {
  readonly step: "open" | "guard" | "route" | "plan" | "cache" | "admit" | "call" | "settle" | "record";
  readonly ms: number;
}

/** A whole answer with how it came to be. */
export interface Answer {
  readonly id: string;
  readonly text: string;
  readonly source: SourceLabel;
  readonly provenance: Provenance;
  /** Model that says it answered, e.g. `gpt-4o-2024-11-20`. */
  readonly servedModel: string;
  readonly decision: RouteDecision;
  readonly attempts: readonly Attempt[];
  readonly fallbackUsed: boolean;
  readonly endReason: EndReason;
  readonly usage: Usage;
  /** True when the provider told no usage and the tokens were counted here. */
  readonly usageEstimated?: boolean;
  /** US dollars at the list price; 0 for a local answer; undefined when no price is known. */
  readonly costUsd: number | undefined;
  readonly timing: {
    /** Milliseconds from the question to the first text. */
    readonly firstTokenMs: number;
    readonly totalMs: number;
    readonly steps: readonly StepTiming[];
  };
}

/** What the orchestrator streams: the decision, the provider's parts, and at the end the whole answer. */
export type AnswerPart =
  | { readonly type: "route"; readonly decision: RouteDecision }
  | StreamPart
  | { readonly type: "answer"; readonly answer: Answer };
