import type { Catalog } from "../catalog/catalog.ts";
import type { Conversation } from "../context/conversation.ts";
import type { Clock } from "../core/clock.ts";
import type { RouterRegistry } from "../routers/registry.ts";
import type { Answer, AnswerPart, Attempt } from "./answer-part.ts";
import type { Backend, PlanRules } from "./plan-attempts.ts";

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

/** Everything one request needs on its way. */
export interface House {
  readonly routers: RouterRegistry;
  readonly backends: readonly Backend[];
  readonly catalog: Catalog;
  readonly rules: PlanRules;
  /** Router that decides when a request names none. */
  readonly strategy: string;
  /** Milliseconds after which a request is given up. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly record: (event: AnswerEvent) => void;
}

export interface AnswerOptions {
  /** Name of the router that decides. */
  readonly strategy?: string;
  /** Earlier turns, shared by all models; the new turn is added to it. */
  readonly conversation?: Conversation;
  readonly signal?: AbortSignal;
}

export interface Orchestrator {
  readonly routers: RouterRegistry;
  readonly backends: readonly Backend[];
  /**
   * The whole answer; look at `endReason`: a `cut` one holds only what came before the model broke off.
   * @throws LimitError, RoutingError, ProviderError or DeadlineError, each with a line that says what to do; the
   * signal's reason when the caller aborts, in whatever phase.
   */
  ask(query: string, options?: AnswerOptions): Promise<Answer>;
  /** The decision, then the answer as it is made, then the whole answer. Throws as `ask` does. */
  stream(query: string, options?: AnswerOptions): AsyncIterable<AnswerPart>;
}
