import type { Provenance } from "../chat/provenance.ts";
import type { Usage } from "../chat/stream-part.ts";
import type { RouteDecision } from "../routers/router.ts";

/** One try to get an answer from one deployment. The orchestrator's `Attempt` is one. */
export interface TracedAttempt {
  readonly provider: string;
  /** Model name asked for. */
  readonly deployment: string;
  /** Name of the configured model, where it is another. */
  readonly model?: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly ms: number;
  readonly outcome: "answered" | "failed" | "cancelled";
  /** HTTP status of a failure. */
  readonly status?: number;
  /** Kind of the failure in one word: `timeout`, `rate-limited`. */
  readonly failure?: string;
}

/** What is read of an answer. The orchestrator's `ChatAnswer` is one, its `Answer` as well. */
export interface TracedAnswer {
  /** Leaves this room only when content is switched on. */
  readonly text: string;
  readonly servedModel: string;
  readonly provenance: Provenance;
  /** Name of the configured model that answered. */
  readonly model?: string;
  readonly attempts: readonly TracedAttempt[];
  readonly fallbackUsed: boolean;
  readonly endReason: string;
  readonly usage: Usage;
  readonly wasted?: Usage;
  readonly costUsd: number | undefined;
  readonly timing: {
    readonly firstTokenMs: number;
    readonly totalMs: number;
    readonly steps: readonly { readonly step: string; readonly ms: number }[];
  };
  readonly routing?: { readonly tier: string; readonly cache: string };
}

/** What is read of the record that the orchestrator leaves of each request. */
export interface TracedRecord {
  readonly requestId: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Named in a metric only where telemetry was told that it may be. */
  readonly tenant?: string;
  readonly strategy: string;
  /** Absent when the request was refused before it was routed. */
  readonly decision?: RouteDecision;
  readonly route: string;
  /** Deployments in the order they were to be asked. */
  readonly plan: readonly string[];
  /** Who answered; absent when nobody did. */
  readonly deployment?: string;
  readonly passed: readonly { readonly deployment: string; readonly because: string }[];
  readonly outcome: "answered" | "failed" | "cancelled" | "cached";
  readonly ms: number;
  /** The last turn of the user, where the orchestrator keeps it. */
  readonly query?: string;
  readonly maxTokens?: number | undefined;
}

/** A request is over, however it ended. The orchestrator's `chat-over` is one; attempts of failed requests are added to it. */
export interface AnswerOver {
  readonly record: TracedRecord;
  readonly answer?: TracedAnswer;
  /** All attempts; default: the answer's. */
  readonly attempts?: readonly TracedAttempt[];
  /** Code of the error with which it failed. */
  readonly errorCode?: string;
}

/** Something that is no answer was paid for: vectors, a health check, a shadow, a chat that failed. The orchestrator's `spent` is one. */
export interface TracedSpending {
  readonly operation: "chat" | "check" | "embeddings" | "shadow";
  readonly requestId: string;
  readonly tenant: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly ms: number;
  readonly calls: readonly {
    readonly provider: string;
    readonly model: string;
    /** It was asked for vectors, as by the check of a deployment that makes them. */
    readonly embeds?: true;
    readonly servedModel?: string;
    readonly purpose: "answer" | "wasted" | "routing" | "shadow";
    readonly provenance: Provenance;
    readonly usage: Usage;
    readonly costUsd: number | undefined;
  }[];
}
