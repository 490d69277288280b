import type { AnswerCache } from "../cache/answer-cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { ModelRegistry } from "../catalog/model-registry.ts";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { Budget } from "../cost/budget.ts";
import type { Ledger } from "../cost/ledger.ts";
import type { PriceList } from "../cost/price-list.ts";
import type { Experiments } from "../experiments/experiments.ts";
import type { ResilienceOptions } from "../resilience/create-resilience.ts";
import type { MidStreamPolicy } from "../resilience/fallback-plan.ts";
import type { RouterRegistry } from "../routers/registry.ts";
import type { Backend, PlanRules } from "./backend.ts";
import type { AnswerEvent } from "./orchestrator.ts";
import type { OrchestratorEvent } from "./orchestrator-event.ts";
import type { Preferences } from "./preferences.ts";
import type { ScoreBand } from "./route-key.ts";
import type { ServingDeployment } from "./serving.ts";
import type { ShadowAnswers } from "./shadow-answers.ts";

export interface OrchestratorOptions {
  /** Providers with one model each; a short form of `deployments` without breakers and retries. */
  readonly backends?: readonly Backend[];
  readonly deployments?: readonly ServingDeployment[];
  /** For each route the deployments, models or tiers to ask, in their order. `local` and `cloud` are there by tier without it. */
  readonly routes?: Readonly<Record<string, readonly string[]>>;
  /** Models that step in for a model that is asked for by name. */
  readonly chains?: Readonly<Record<string, readonly string[]>>;
  readonly bands?: readonly ScoreBand[];
  /** Texts that models may be told first, by name: for requests and experiments that name one. */
  readonly templates?: Readonly<Record<string, string>>;
  /** Deployments that single users get for a model, by user and model. */
  readonly users?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names that chains may hold although nothing serves them here. */
  readonly absent?: Readonly<Record<string, string>>;
  /** Capabilities that models have which are not set up here: where they name `vision`, models that do not cannot see. */
  readonly namedCapabilities?: readonly string[];
  readonly routers?: RouterRegistry;
  /** Router that decides when a request names none; default `hybrid`. */
  readonly strategy?: string;
  readonly profile?: string;
  readonly rules?: PlanRules;
  readonly catalog?: Catalog;
  /** Prices with the days from which they hold, by model: they count before those of deployments and catalog. */
  readonly prices?: PriceList;
  /** Whether prompts that nobody of their plan can take are shortened, where the request does not say; default false. */
  readonly trim?: boolean;
  /** What is known of each deployment, by its name. Without it one is made. */
  readonly registry?: ModelRegistry;
  readonly resilience?: Omit<ResilienceOptions, "clock" | "random" | "isHealthy" | "callsAtOnce" | "onEvent">;
  /** Most deployments that are asked for one answer; default: as many as the chain has. */
  readonly maxTried?: number;
  readonly midStream?: MidStreamPolicy;
  readonly hedgeAfterMs?: number;
  readonly cache?: AnswerCache;
  readonly budget?: Budget;
  readonly ledger?: Ledger;
  readonly experiments?: Experiments;
  readonly shadow?: ShadowAnswers | undefined;
  readonly preferences?: Preferences | undefined;
  /** Milliseconds after which a request is given up; default 30,000. */
  readonly timeoutMs?: number;
  /** Decisions that are kept to be looked at and replayed; default 1000. */
  readonly decisionsKept?: number;
  /** Characters of each question that are kept with its decision; default 0: none, and nothing can be replayed by its text. */
  readonly queryCharacters?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly record?: (event: AnswerEvent) => void;
  readonly onEvent?: ((event: OrchestratorEvent) => void) | undefined;
  /** What else is to be ended with the orchestrator: health checks, files that are watched. */
  readonly close?: () => Promise<void>;
}
