import { type ExperimentOutcome, METRICS, type Metric } from "./experiment.ts";

/**
 * Units are summed in so many groups: room stays bounded, and since a unit's requests all lie in one group, the spread
 * between groups is honest about requests of one user being alike.
 */
export const GROUPS = 1_024;

/** Sums of one metric in each group. */
export interface MetricTally {
  readonly requests: Float64Array;
  readonly sums: Float64Array;
}

/** What was observed of one variant. */
export type VariantTally = Readonly<Record<Metric, MetricTally>>;

export function createTally(): VariantTally {
  const tallies = METRICS.map((metric): [Metric, MetricTally] => [
    metric,
    { requests: new Float64Array(GROUPS), sums: new Float64Array(GROUPS) },
  ]);
  return Object.fromEntries(tallies) as Record<Metric, MetricTally>;
}

/** Adds a request's figures; what is no finite number is left out. */
export function addOutcome(tally: VariantTally, group: number, outcome: Partial<ExperimentOutcome>): void {
  for (const metric of METRICS) {
    const value = outcome[metric];
    if (value === undefined || !Number.isFinite(Number(value))) continue;
    const { requests, sums } = tally[metric];
    requests[group] = (requests[group] ?? 0) + 1;
    sums[group] = (sums[group] ?? 0) + Number(value);
  }
}

/** A mean over requests with its standard error. */
export interface Estimate {
  readonly value: number;
  /** NaN with fewer than two groups. */
  readonly standardError: number;
  readonly requests: number;
  /** Groups that have any. */
  readonly groups: number;
}

/**
 * The mean over requests, with the error that follows from the spread between groups (a ratio of sums, by the delta
 * method). Shares never claim more certainty than their count allows: one more of each kind is thought added.
 */
export function estimateOf(metric: Metric, { requests, sums }: MetricTally): Estimate {
  const total = sumOf(requests);
  const value = total === 0 ? Number.NaN : sumOf(sums) / total;
  const groups = requests.filter((count) => count > 0).length;
  const squares = requests.reduce((sum, count, group) => sum + ((sums[group] ?? 0) - value * count) ** 2, 0);
  const spread = groups < 2 ? Number.NaN : Math.sqrt((groups / (groups - 1)) * squares) / total;
  const standardError = metric === "success" ? atLeastOfShare(spread, value, total) : spread;
  return { value, standardError, requests: total, groups };
}

function atLeastOfShare(spread: number, value: number, total: number): number {
  const softened = (value * total + 1) / (total + 2);
  const floor = Math.sqrt((softened * (1 - softened)) / (total + 2));
  return Number.isNaN(spread) ? floor : Math.max(spread, floor);
}

export const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
