import type { Metric } from "./experiment.ts";

/** A figure with what it could be as well: `low` to `high` holds at every time, however often one looks. */
export interface ReportedFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Requests that had the figure. */
  readonly requests: number;
}

export interface VariantReport {
  readonly variant: string;
  readonly requests: number;
  /** Metrics nobody measured are absent. */
  readonly figures: { readonly [M in Metric]?: ReportedFigure };
  readonly stopped: boolean;
}

/** `too-early`: too few units for any interval. `no-difference-shown` is not the same as equal. */
export type Verdict = "better" | "worse" | "no-difference-shown" | "too-early";

/** One variant against the first one, on one metric. */
export interface VariantComparison {
  readonly variant: string;
  readonly against: string;
  readonly metric: Metric;
  /** Variant minus first, in the metric's unit. */
  readonly difference: ReportedFigure;
  readonly verdict: Verdict;
}

/** Whether the variants got the shares they should have; when not, something loses requests and no figure can be trusted. */
export interface SplitCheck {
  readonly expected: readonly number[];
  readonly seen: readonly number[];
  /** Probability of a split this far off by chance. */
  readonly p: number;
  readonly suspicious: boolean;
}

export interface ExperimentReport {
  readonly experiment: string;
  readonly goal: Metric;
  readonly requests: number;
  readonly plannedRequests: number;
  readonly variants: readonly VariantReport[];
  readonly comparisons: readonly VariantComparison[];
  readonly split: SplitCheck;
  /** What can be said, one sentence each. */
  readonly says: readonly string[];
}
