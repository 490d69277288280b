import type { Clock } from "../core/clock.ts";
import type { Availability, ModelRegistry } from "./model-registry.ts";
import type { HealthRules, ModelProfile } from "./registry-config.ts";

/**
 * The smallest real request that shows that a model answers, such as one token of chat or one word embedded. Resolves when it
 * does; rejects with what went wrong; ends with the signal.
 */
export type Ping = (model: ModelProfile, signal: AbortSignal) => Promise<void>;

/** What one check of one model found; `at` is milliseconds since 1970. */
export interface CheckEvent {
  readonly type: "check";
  readonly at: number;
  readonly model: string;
  readonly version: string;
  /** `limited`: it refused for now (429), which counts for neither side. */
  readonly outcome: "answered" | "failed" | "limited";
  readonly ms: number;
  /** Why it failed, in one line. */
  readonly error?: string;
  readonly availability: Availability;
  readonly successesInARow: number;
  readonly failuresInARow: number;
}

export interface HealthCheckOptions {
  readonly registry: ModelRegistry;
  readonly ping: Ping;
  /** A function is asked before each round, so that a new config holds at once. */
  readonly rules: HealthRules | (() => HealthRules);
  readonly clock?: Clock;
  /** Pings at one time; default 8. */
  readonly atOnce?: number;
  readonly onEvent?: ((event: CheckEvent) => void) | undefined;
}

/** What is known of one model's health. */
export interface ModelHealth {
  readonly model: string;
  readonly availability: Availability;
  readonly successesInARow: number;
  readonly failuresInARow: number;
  /** The last check; absent before the first. */
  readonly last?: CheckEvent | undefined;
}

export interface HealthChecks {
  /** Checks all at once, then every `intervalMs`. Does nothing when it runs already or the rules switch it off. */
  start(): void;
  /** Checks every model now. Rejects only when stopped. */
  checkNow(): Promise<readonly CheckEvent[]>;
  state(): readonly ModelHealth[];
  /** Ends the loop and the pings that are under way. */
  stop(): Promise<void>;
}
