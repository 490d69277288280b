import type { CacheStats } from "../cache/cache-stats.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { PartStream } from "../chat/part-stream.ts";
import type { Provenance } from "../chat/provenance.ts";
import type { RequestContext } from "../chat/request-context.ts";
import type { Tier } from "../chat/source.ts";
import type { Usage } from "../chat/stream-part.ts";
import type { Conversation } from "../context/conversation.ts";
import type { BudgetState } from "../cost/budget.ts";
import type { LedgerHealth } from "../cost/ledger.ts";
import type { ResilienceState } from "../resilience/create-resilience.ts";
import type { RouterRegistry } from "../routers/registry.ts";
import type { RouteDecision } from "../routers/router.ts";
import type { Answer, AnswerPart, Attempt } from "./answer-part.ts";
import type { Backend } from "./backend.ts";
import type { ChatAnswer, ChatPart, PlannedDeployment } from "./chat-part.ts";
import type { DecisionFilter, DecisionRecord } from "./decision-log.ts";
import type { LeftOut } from "./fit-plan.ts";
import type { OrchestratedChat, OrchestratedEmbedding } from "./orchestrated-chat.ts";
import type { Readiness } from "./readiness.ts";

/** What became of one request; exactly one is recorded for each. Holds no text of the question. */
export type AnswerEvent =
  | { readonly type: "answered"; readonly answer: Answer }
  | {
      readonly type: "failed";
      readonly id: string;
      readonly attempts: readonly Attempt[];
      readonly error: string;
      /** What was said before it broke off. */
      readonly partial?: Answer;
    }
  | { readonly type: "cancelled"; readonly id: string; readonly attempts: readonly Attempt[] };

export interface AnswerOptions {
  /** Name of the router that decides. */
  readonly strategy?: string;
  /** Earlier turns, shared by all models; the new turn is added to it. */
  readonly conversation?: Conversation;
  readonly signal?: AbortSignal;
}

/** A model that can be asked for by name. */
export interface ServedModel {
  readonly name: string;
  readonly publisher: string;
  readonly kind: "chat" | "embedding";
  readonly capabilities: readonly string[];
  /** US dollars for a million tokens; undefined when no price is known. */
  readonly usdPerMillion: { readonly input: number; readonly output: number } | undefined;
  readonly contextTokens: number | undefined;
  readonly maxOutputTokens: number;
  /** 0 to 1. */
  readonly quality: number;
  readonly version: string | undefined;
  /** Whether one of its deployments can be asked now. */
  readonly available: boolean;
  readonly deployments: readonly ServedDeployment[];
}

/** A place that serves a model, and what is known of it. */
export interface ServedDeployment extends PlannedDeployment {
  readonly provider: string;
  /** What its answers are where the server itself does not say. */
  readonly provenance: Provenance;
  readonly healthy: boolean;
  readonly breaker: "closed" | "open" | "half-open";
  /** Share of calls that went well lately, 0 to 1. */
  readonly successRate: number;
  /** Milliseconds of an answer lately; undefined before the first. */
  readonly latencyMs: number | undefined;
  /** Milliseconds since 1970-01-01 UTC of the last health check; undefined before the first. */
  readonly checkedAt: number | undefined;
}

/** What the orchestrator knows of itself now. */
export interface OrchestratorState {
  /** `failed`: no deployment can be asked. `degraded`: some cannot, or the ledger cannot be written. */
  readonly status: "healthy" | "degraded" | "failed";
  readonly profile: string;
  readonly strategy: string;
  /** Deployments for each route, in their order. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
  readonly models: readonly ServedModel[];
  /** What is configured and cannot be asked here, each with the reason. */
  readonly absent: Readonly<Record<string, string>>;
  readonly resilience: ResilienceState;
  /** The limit that has least left; undefined when no limit holds. */
  readonly budget: BudgetLevel | undefined;
  readonly budgets: readonly BudgetState[];
  readonly ledger: LedgerHealth | undefined;
  readonly cache: CacheStats | undefined;
  /** `refused`: asked wrongly, or more than a limit allows. */
  readonly requests: Readonly<Record<"answered" | "failed" | "refused" | "cancelled", number>>;
}

/** US dollars. */
export interface BudgetLevel {
  readonly limitUsd: number;
  readonly spentUsd: number;
  readonly reservedUsd: number;
}

/** Vectors, one for each text, and who made them. */
export interface EmbeddingAnswer {
  readonly requestId: string;
  readonly model: string;
  readonly servedModel: string;
  readonly deployment: string;
  readonly tier: Tier;
  readonly provenance: Answer["provenance"];
  readonly vectors: readonly (readonly number[])[];
  readonly usage: Usage;
  readonly costUsd: number | undefined;
  readonly ms: number;
}

/** What a request would be answered by, without asking anybody. */
export interface PlannedChat {
  readonly strategy: string;
  readonly route: string;
  readonly decision: RouteDecision;
  readonly plan: readonly PlannedDeployment[];
  /** Those of its route that cannot take the request, and why. */
  readonly passed: readonly LeftOut[];
}

/** One model's turn in a comparison. */
export type ComparedAnswer =
  | { readonly model: string; readonly outcome: "answered"; readonly answer: ChatAnswer }
  | { readonly model: string; readonly outcome: "failed"; readonly error: Error };

export interface Orchestrator {
  readonly routers: RouterRegistry;
  readonly backends: readonly Backend[];
  readonly catalog: Catalog;
  /**
   * The whole answer; look at `endReason`: a `cut` one holds only what came before the model broke off.
   * @throws LimitError, RoutingError, ProviderError or DeadlineError, each with a line that says what to do; the
   * signal's reason when the caller aborts, in whatever phase.
   */
  ask(query: string, options?: AnswerOptions): Promise<Answer>;
  /** The decision, then the answer as it is made, then the whole answer. Throws as `ask` does. */
  stream(query: string, options?: AnswerOptions): AsyncIterable<AnswerPart>;
  /**
   * Answers a chat request; see ChatPart for the order of parts. Once text is out it no longer throws for a model that fails.
   * @throws LimitError (also unknown models, with near names), RoutingError, BudgetError, OverloadError, ProviderError or
   * DeadlineError before the first text; the context's signal's reason when the caller leaves.
   */
  chat(request: OrchestratedChat, context: RequestContext): PartStream<ChatPart>;
  /** The chat's answer as a whole. Throws as `chat` does. */
  complete(request: OrchestratedChat, context: RequestContext): Promise<ChatAnswer>;
  /** Asks several models the same at the same time; one that fails leaves the others as they are. @throws LimitError for fewer than two. */
  compare(
    models: readonly string[],
    request: Omit<OrchestratedChat, "model">,
    context: RequestContext,
  ): Promise<readonly ComparedAnswer[]>;
  embed(request: OrchestratedEmbedding, context: RequestContext): Promise<EmbeddingAnswer>;
  /** Where a request would go now. Asks no model; a router that needs one asks it. */
  plan(request: OrchestratedChat, context: RequestContext): Promise<PlannedChat>;
  models(): readonly ServedModel[];
  decisions(filter?: DecisionFilter): readonly DecisionRecord[];
  state(): OrchestratorState;
  /** Whether requests should be sent here now. */
  readiness(): Promise<Readiness>;
  /** Ends health checks and waits until what is to be recorded is on record. Requests under way are not ended. */
  close(): Promise<void>;
}
