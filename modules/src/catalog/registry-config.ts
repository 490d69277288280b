import type { Tier } from "../chat/source.ts";
import type { TokenPrice } from "./catalog.ts";

/** A model as a registry knows it: what it can do, what it costs, where it is asked. Plain data. */
export interface ModelProfile {
  /** What requests, rules and chains call it. */
  readonly name: string;
  /** Tells apart what is registered under one name. */
  readonly version: string;
  /** What its server calls it: a model or a deployment. */
  readonly servedName: string;
  /** Other names that requests may use, without regard to case. */
  readonly aliases: readonly string[];
  /** As the file has it: `azure_openai`, `github_models`. */
  readonly provider: string;
  /** The provider in the house's words: `azure-openai`, `github-models`, `openai-compatible`. */
  readonly providerKind: string;
  readonly tier: Tier;
  /** Address of its server; absent = the one that the settings name for its provider. */
  readonly endpoint?: string | undefined;
  readonly description?: string | undefined;
  /** Tasks it is good for, as written; `servesTask()` knows what one implies. */
  readonly capabilities: readonly string[];
  /** Absent when no price is known. */
  readonly usdPerMillion?: TokenPrice | undefined;
  /** Longest answer in tokens; 0 for a model that writes nothing. */
  readonly maxTokens: number;
  /** Tokens of prompt and answer together. */
  readonly contextTokens?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  /** Sampling temperature when a request names none. */
  readonly temperature?: number | undefined;
  /** Numbers in a vector, of an embedding model. */
  readonly dimensions?: number | undefined;
  /** Milliseconds an answer is expected to take, before any was measured. */
  readonly latencyMs: number;
  /** How good its answers are held to be, 0 to 1, before anybody rated one. */
  readonly quality: number;
}

/** Who does a task: first choices in order, then who steps in. Names of models. */
export interface TaskRule {
  readonly task: string;
  readonly preferred: readonly string[];
  readonly fallback: readonly string[];
}

/** Keywords of each intent, and from which confidence on a classification is high, medium or low. */
export interface IntentKeywords {
  readonly keywords: Readonly<Record<string, readonly string[]>>;
  readonly thresholds: { readonly high: number; readonly medium: number; readonly low: number };
}

/** When and how models are looked after. */
export interface HealthRules {
  readonly enabled: boolean;
  /** Milliseconds from one round of checks to the next. */
  readonly intervalMs: number;
  /** Milliseconds a check may take. */
  readonly timeoutMs: number;
  /** Failures in a row that make a model unavailable. */
  readonly unhealthyAfter: number;
  /** Successes in a row that make it available again. */
  readonly healthyAfter: number;
  /** Milliseconds after its registration in which failures are not held against a model that has never answered. */
  readonly startUpGraceMs: number;
}

/** What a registry file says, in one form whichever way it was written. */
export interface RegistryConfig {
  /** The style it is written in: `model_config.yaml` with task rules, or `agent-router.yaml` with intents and chains. */
  readonly style: "task-rules" | "agent-router";
  readonly models: readonly ModelProfile[];
  readonly rules: readonly TaskRule[];
  readonly intents?: IntentKeywords | undefined;
  /** Model that is asked first for an intent. */
  readonly primaryModel: Readonly<Record<string, string>>;
  /** Models that step in for a model, in order. It is not among them, and none stands there twice. */
  readonly chains: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds a request may take; absent = the house's own. */
  readonly requestTimeoutMs?: number | undefined;
  /** How often one model is asked, the first time included, and how the pause grows; absent = the house's own. */
  readonly retry?:
    | { readonly maxAttempts?: number | undefined; readonly backoffFactor?: number | undefined }
    | undefined;
  readonly health: HealthRules;
  readonly metrics?: { readonly enabled: boolean; readonly port: number } | undefined;
  /** What is odd but can be used, one line each with file and line. */
  readonly warnings: readonly string[];
}
