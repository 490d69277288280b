/** What is counted as one that is assigned: everybody of one user sees the same variant. `user` falls back to the client. */
export type AssignmentUnit = "user" | "client" | "request";

/** What a variant changes; what it leaves out stays as it is without the experiment. */
export interface VariantChange {
  /** Catalog name of the model that answers. */
  readonly model?: string;
  /** Name of the router that decides. */
  readonly strategy?: string;
  /** Name of the prompt template. */
  readonly template?: string;
}

export interface Variant {
  readonly name: string;
  /** Share among the variants, as a weight: 1 and 1 halve, 9 and 1 give a tenth. Above 0. */
  readonly weight: number;
  readonly change: VariantChange;
}

/** What is judged, one figure of each request. */
export const METRICS = ["success", "rating", "latencyMs", "costUsd"] as const;

/** `success` and `rating` are 0 to 1 and better when higher, `latencyMs` and `costUsd` better when lower. */
export type Metric = (typeof METRICS)[number];

export interface CanaryGuard {
  /** A variant is stopped when its success is shown to lie below the first variant's by more than this. 0 to 1. */
  readonly successDrop: number;
}

/** An A/B test, or a canary: one that starts with a small share and a guard. As data, as the configuration holds it. */
export interface Experiment {
  /** Also the salt of the assignment: another name deals anew. */
  readonly name: string;
  readonly unit: AssignmentUnit;
  /** Share of units that take part, 0 to 1. Who is in stays in, with the same variant, when it is raised. */
  readonly share: number;
  /** The first is what the others are compared with. At least two. */
  readonly variants: readonly Variant[];
  /** The metric that decides; the others are told beside it. */
  readonly goal: Metric;
  /** Requests after which the test is meant to tell: its intervals are tightest there, and hold at every time. */
  readonly plannedRequests: number;
  /** Probability of naming a difference of the goal where there is none, over the whole run and all variants. Above 0, below 1. */
  readonly falseAlarm: number;
  readonly guard?: CanaryGuard;
}

/** Which variant a request gets. */
export interface Assignment {
  readonly experiment: string;
  readonly variant: string;
  readonly change: VariantChange;
}

/** What became of a request, for every experiment it was part of. Metrics that are not known are left out. */
export interface ExperimentOutcome {
  readonly success: boolean;
  readonly latencyMs?: number;
  readonly costUsd?: number;
  /** 0 to 1. May come later, by itself: `rate`. */
  readonly rating?: number;
}
