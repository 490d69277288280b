import type { RequestContext } from "../chat/request-context.ts";
import type { Charge } from "../cost/ledger-entry.ts";
import type { ResilienceEvent } from "../resilience/create-resilience.ts";
import type { ChatAnswer } from "./chat-part.ts";
import type { DecisionRecord } from "./decision-log.ts";

/** A request is over: its decision with what became of it, and the answer when there was one. */
export interface ChatOverEvent {
  readonly type: "chat-over";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly record: DecisionRecord;
  readonly answer?: ChatAnswer;
  /** Code of the error with which it failed. */
  readonly errorCode?: string;
  readonly context: RequestContext;
}

/** A request was routed. */
export interface RoutedEvent {
  readonly type: "routed";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly route: string;
  readonly strategy: string;
  readonly confidence: number | undefined;
  /** Milliseconds that the decision took. */
  readonly ms: number;
}

/** One call that was paid for. */
export interface PaidCall extends Pick<Charge, "model" | "purpose" | "provenance" | "usage" | "costUsd"> {
  readonly provider: string;
  /** It was asked for vectors; absent when it was to chat. */
  readonly embeds?: true;
  /** Absent when it said no word. */
  readonly servedModel?: string;
}

/** Models were paid for something that is no answer: vectors, a health check, a shadow, a chat that failed or was left. It is on record. */
export interface SpentEvent {
  readonly type: "spent";
  /** When it began, in milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly operation: "chat" | "check" | "embeddings" | "shadow";
  readonly requestId: string;
  readonly tenant: string;
  readonly ms: number;
  readonly calls: readonly PaidCall[];
}

/** What the orchestrator tells whoever watches it. Holds no text of a question or an answer but in `answer.text`. */
export type OrchestratorEvent = ChatOverEvent | RoutedEvent | SpentEvent | ResilienceEvent;
