import type { AnswerCache } from "../cache/answer-cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { ModelRegistry } from "../catalog/model-registry.ts";
import type { Clock } from "../core/clock.ts";
import type { Budget } from "../cost/budget.ts";
import type { Ledger } from "../cost/ledger.ts";
import type { PriceList } from "../cost/price-list.ts";
import type { Experiments } from "../experiments/experiments.ts";
import type { Resilience } from "../resilience/create-resilience.ts";
import type { RouterRegistry } from "../routers/registry.ts";
import type { DecisionLog } from "./decision-log.ts";
import type { Templates } from "./guard-chat.ts";
import type { Latencies } from "./latencies.ts";
import type { AnswerEvent } from "./orchestrator.ts";
import type { OrchestratorEvent } from "./orchestrator-event.ts";
import type { Planner } from "./planner.ts";
import type { Preferences } from "./preferences.ts";
import type { ScoreBand } from "./route-key.ts";
import type { Serving } from "./serving.ts";
import type { ShadowAnswers } from "./shadow-answers.ts";

/** Everything one request needs on its way, made at start-up. What a configuration leaves out is not there. */
export interface House {
  /** Name of the configuration: `enhanced`, `basic`, `agent-router`. */
  readonly profile: string;
  readonly clock: Clock;
  readonly routers: RouterRegistry;
  /** Router that decides when a request names none. */
  readonly strategy: string;
  readonly bands: readonly ScoreBand[];
  readonly catalog: Catalog;
  /** Prices with the days from which they hold, by model. */
  readonly prices?: PriceList | undefined;
  readonly serving: Serving;
  /** What answers of each deployment take. */
  readonly latencies: Latencies;
  /** What is known of each deployment: health, success, latency, rated quality. */
  readonly registry: ModelRegistry;
  readonly planner: Planner;
  /** Whether prompts that nobody can take whole are shortened. */
  readonly trim: boolean;
  /** Texts that models may be told first, by name. */
  readonly templates: Templates;
  /** Deployments that single users get for a model, by user and model. */
  readonly users: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is configured and cannot be asked here, each with the reason. */
  readonly absent: Readonly<Record<string, string>>;
  readonly resilience: Resilience;
  /** Calls of one deployment for one answer, where the deployment does not say. */
  readonly maxAttempts: number;
  /** Whether requests may have to wait for a place among all. */
  readonly isBounded: boolean;
  readonly cache?: AnswerCache | undefined;
  readonly budget?: Budget | undefined;
  readonly ledger?: Ledger | undefined;
  readonly experiments?: Experiments | undefined;
  /** Asks a second model what was answered already. */
  readonly shadow?: ShadowAnswers | undefined;
  /** Learns whom to ask first. */
  readonly preferences?: Preferences | undefined;
  readonly decisions: DecisionLog;
  /** Characters of a question that the decision log keeps; 0: none. */
  readonly queryCharacters: number;
  /** Milliseconds after which a request is given up. */
  readonly timeoutMs: number;
  /** Requests that ended so, since start-up. */
  readonly counts: Record<AnswerEvent["type"] | "refused", number>;
  readonly record: (event: AnswerEvent) => void;
  readonly onEvent?: ((event: OrchestratorEvent) => void) | undefined;
}
