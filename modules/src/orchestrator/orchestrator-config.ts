import type { RegistryConfig } from "../catalog/registry-config.ts";
import type { Tier } from "../chat/source.ts";
import type { BudgetLimit } from "../cost/budget.ts";
import type { DatedPrice } from "../cost/price-list.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { BatchOptions } from "../providers/batch-embeddings.ts";
import type { MidStreamPolicy } from "../resilience/fallback-plan.ts";
import type { PreferenceConfig } from "./preferences.ts";
import type { ScoreBand } from "./route-key.ts";
import type { ShadowConfig } from "./shadow-answers.ts";

/** A provider that models are reached through, as a configuration names it. */
export interface PlaceConfig {
  /** `azure-openai`, `foundry`, `apim`, `foundry-local`, `openai-compatible`, `anthropic` and the other kinds. */
  readonly kind: string;
  /** Absent = the one that the settings name for its kind. */
  readonly endpoint?: string | undefined;
  /** Name of the environment variable that holds its key; absent = the one that is usual for its kind. */
  readonly keyVariable?: string | undefined;
  readonly apiVersion?: string | undefined;
  readonly tier?: Tier | undefined;
}

/** A further place that serves a model: another region, another provider. */
export interface DeploymentConfig {
  readonly model: string;
  /** Name of a place or a kind; absent = the model's own. */
  readonly provider?: string | undefined;
  readonly endpoint?: string | undefined;
  /** What it is called there; absent = as at the model's own place. */
  readonly servedName?: string | undefined;
  readonly callsAtOnce?: number | undefined;
}

export interface ResilienceConfig {
  readonly maxTried?: number | undefined;
  readonly midStream: MidStreamPolicy;
  readonly hedgeAfterMs?: number | undefined;
  readonly firstTokenMs?: number | undefined;
  readonly idleMs?: number | undefined;
  readonly retry: { readonly maxAttempts: number; readonly factor: number; readonly firstWaitMs: number };
  readonly breaker: { readonly failures: number; readonly openMs: number; readonly successes: number };
  /** Most requests at one time, and most that wait; absent = as many as come. */
  readonly admission?: { readonly limit: number; readonly queueLimit: number } | undefined;
}

/** An orchestrator as data: what it is made of, whom it asks when, and what it may spend. */
export interface OrchestratorConfig {
  readonly profile: string;
  /** Router that decides when a request names none. */
  readonly strategy: string;
  /** Score from which the rule router asks the cloud, 0 to 1; absent = the rules' own. */
  readonly threshold?: number | undefined;
  readonly registry: RegistryConfig;
  readonly places: Readonly<Record<string, PlaceConfig>>;
  readonly deployments: Readonly<Record<string, DeploymentConfig>>;
  /** For each route deployments, models or tiers in their order; beside those that intents and tasks give. */
  readonly routes: Readonly<Record<string, readonly string[]>>;
  /** Who steps in for a model that is asked for by name: deployments, models or tiers; beside the registry's chains. */
  readonly fallbacks: Readonly<Record<string, readonly string[]>>;
  readonly bands: readonly ScoreBand[];
  /** Deployments that single users get for a model, by user and model. */
  readonly users: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What models are told first when a request has no system message, by model. */
  readonly prompts: Readonly<Record<string, string>>;
  /** Texts that models are told first where a request or a variant names them, by name. */
  readonly templates: Readonly<Record<string, string>>;
  /** Prices that hold from a day on, beside those of the models themselves. */
  readonly prices: readonly DatedPrice[];
  /** Whether prompts that nobody of their plan can take are shortened, where the request does not say. */
  readonly trim: boolean;
  /** Models and deployments that are not asked, as if they were out of service. */
  readonly outage?: readonly string[] | undefined;
  readonly timeoutMs: number;
  readonly resilience: ResilienceConfig;
  readonly budget: readonly BudgetLimit[];
  readonly ledger?: { readonly file: string; readonly sync: "full" | "normal" } | undefined;
  readonly cache?: CacheConfig | undefined;
  /** Embeddings that come within the window go to a provider as one call; each on its own when absent. */
  readonly embeddingBatch?: Pick<BatchOptions, "windowMs" | "maxTexts"> | undefined;
  readonly experiments: readonly Experiment[];
  /** A second model that is asked what was answered already. */
  readonly shadow?: ShadowConfig | undefined;
  /** Routes on which whom to ask first is learnt. */
  readonly preferences?: PreferenceConfig | undefined;
  readonly decisions: { readonly kept: number; readonly queryCharacters: number };
  /** What is odd but can be used, one line each with file and line, beside the registry's own. */
  readonly warnings: readonly string[];
  /** What to say of a route when nothing that it names is set up, with file and line; by the route's name. */
  readonly emptyRouteLines: Readonly<Record<string, string>>;
}

export interface CacheConfig {
  readonly ttlMs: number;
  readonly maxEntries: number;
  /** Cosine from which two questions may share an answer; absent = only the same question has a hit. */
  readonly semanticThreshold?: number | undefined;
}
