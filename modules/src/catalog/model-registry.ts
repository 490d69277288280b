import type { ModelProfile, RegistryConfig, TaskRule } from "./registry-config.ts";

/** Whether a model can be asked. One that was never checked counts as available. */
export type Availability =
  | { readonly kind: "unchecked" }
  | { readonly kind: "available"; readonly since: number }
  | { readonly kind: "unavailable"; readonly since: number; readonly because: string };

/** A model with what has been seen of it. A snapshot: it does not change; ask again for the next. */
export interface RegisteredModel extends ModelProfile {
  /** Comes from a file, or was registered while running. */
  readonly origin: "file" | "run-time";
  readonly availability: Availability;
  /** False only when checks found it unavailable. */
  readonly isAvailable: boolean;
  /** Milliseconds since 1970 of the last check; absent before the first. */
  readonly lastCheckAt?: number | undefined;
  /** Moving average of calls that went well, 0 to 1; 1 before the first call. */
  readonly successRate: number;
  /** Moving average of what calls took, in whole milliseconds; `latencyMs` of its profile before the first. */
  readonly measuredLatencyMs: number;
  /** `quality` of its profile until ratings move it, 0 to 1. */
  readonly ratedQuality: number;
  /** Calls that were recorded. */
  readonly calls: number;
}

/** What happened to a registry; `at` is milliseconds since 1970. */
export type RegistryEvent =
  | { readonly type: "model-added"; readonly at: number; readonly name: string; readonly version: string }
  | { readonly type: "model-changed"; readonly at: number; readonly name: string; readonly version: string }
  | { readonly type: "model-removed"; readonly at: number; readonly name: string; readonly version: string }
  | {
      readonly type: "version-activated";
      readonly at: number;
      readonly name: string;
      readonly version: string;
    }
  | { readonly type: "availability"; readonly at: number; readonly name: string; readonly to: Availability }
  | { readonly type: "config-applied"; readonly at: number; readonly models: number; readonly rules: number };

export interface TaskWish {
  /** Providers not to be asked, as written in the file or in the house's words. */
  readonly excludeProviders?: readonly string[];
  /** Dearest price of the input in US dollars for one million tokens; models without a known price are left out. */
  readonly maxInputUsdPerMillion?: number;
  /** Least quality, 0 to 1. */
  readonly minQuality?: number;
  /** Also those that checks found unavailable; default false. */
  readonly includeUnavailable?: boolean;
}

/** The models that can be asked, and what is known of each. */
export interface ModelRegistry {
  /** Goes up with each change of what can be asked. */
  readonly revision: number;
  /** The active version of each model, in the order of registration. */
  list(): readonly RegisteredModel[];
  /** By name, alias or served name without regard to case, or `name@version`. */
  find(name: string): RegisteredModel | undefined;
  /** @throws RoutingError naming the nearest models. */
  get(name: string): RegisteredModel;
  /** All versions of a model, oldest first; empty for an unknown name. */
  versions(name: string): readonly ModelProfile[];
  /** Models for a task, best first: as its rule has it, then by price. Reads a cache between changes. */
  modelsForTask(task: string, wish?: TaskWish): readonly RegisteredModel[];
  /** Models that step in for one, in order; empty when it has no chain. */
  chainOf(name: string): readonly RegisteredModel[];
  /** Model asked first for an intent. */
  primaryFor(intent: string): RegisteredModel | undefined;
  readonly rules: readonly TaskRule[];
  /**
   * Adds a model, or a version of one; it becomes the active one unless told otherwise. The same version again replaces it.
   * @throws SettingsError when a figure or a name cannot be.
   */
  register(profile: ModelProfile, options?: { readonly activate?: boolean }): void;
  /** Makes an earlier (or later) version the active one. @throws RoutingError when there is none. */
  activate(name: string, version: string): void;
  /** Takes a model away, or one version of it. @throws RoutingError when there is none; SettingsError when a chain needs it. */
  retire(name: string, version?: string): void;
  /** Takes a new config as a whole: what was seen of models that stay the same stays, run-time models stay. */
  apply(config: RegistryConfig): void;
  /** What one call to a model was like; moves success rate and latency by a tenth. Unknown names are ignored. */
  recordCall(name: string, call: { readonly ok: boolean; readonly latencyMs: number }): void;
  /** Sets the quality that ratings give a model, held within 0 and 1. Unknown names are ignored. */
  rateQuality(name: string, quality: number): void;
  /** What a check found. Unknown names are ignored. */
  recordCheck(name: string, found: { readonly at: number; readonly availability: Availability }): void;
}
