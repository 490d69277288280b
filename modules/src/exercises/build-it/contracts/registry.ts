/** Your file exports `createRegistry: CreateRegistry`. */
export type CreateRegistry = (config: RegistryInput) => Registry;

export interface RegistryInput {
  readonly models: readonly ModelInput[];
  readonly rules: readonly {
    readonly task: string;
    readonly preferred: string[];
    readonly fallback: string[];
  }[];
}

export interface ModelInput {
  readonly name: string;
  readonly provider: string;
  /** Tasks it can do. */
  readonly capabilities: readonly string[];
  /** US dollars for a thousand tokens; 0 when left out. */
  readonly inputUsdPer1k?: number;
  readonly outputUsdPer1k?: number;
  /** Left out: 4096 tokens, 1000 ms, quality 0.8. */
  readonly maxTokens?: number;
  readonly latencyMs?: number;
  readonly quality?: number;
}

export interface ModelState extends Required<ModelInput> {
  readonly isAvailable: boolean;
  /** 0 to 1; 1 before the first call. */
  readonly successRate: number;
}

export interface Registry {
  /** Throws an Error that has the name in its message when there is no such model. */
  get(name: string): ModelState;
  /**
   * Names of the available models that can do a task, best first. With a rule: its preferred ones in order, then its fallbacks
   * in order, then the others by input price. Without: by input price divided by quality.
   */
  modelsForTask(task: string, excludeProviders?: readonly string[]): readonly string[];
  /** Moves success rate and latency a tenth of the way to what this call showed. */
  recordCall(name: string, ok: boolean, latencyMs: number): void;
  /** A health check: a failed one makes the model unavailable, a good one available. */
  recordCheck(name: string, ok: boolean): void;
  /** Adds a model while running. */
  register(model: ModelInput): void;
}
