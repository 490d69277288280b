import { anytimeErrors } from "./anytime-interval.ts";
import { checkSplit } from "./check-split.ts";
import { type Experiment, METRICS, type Metric } from "./experiment.ts";
import type {
  ExperimentReport,
  ReportedFigure,
  VariantComparison,
  VariantReport,
  Verdict,
} from "./experiment-report.ts";
import { sayReport } from "./say-report.ts";
import { type Estimate, estimateOf, type VariantTally } from "./variant-tally.ts";

/** One variant with what was observed of it. */
export interface ObservedVariant {
  readonly name: string;
  readonly weight: number;
  readonly tally: VariantTally;
  readonly stopped: boolean;
}

type Plan = Pick<Experiment, "name" | "goal" | "plannedRequests" | "falseAlarm">;

/** Fewer units, or fewer requests, tell nothing that normal theory holds for. */
const LEAST_GROUPS = 30;
const LEAST_REQUESTS = 100;

/** How the variants do. The intervals of the goal hold together at every time; those of other metrics each by itself. */
export function writeReport(plan: Plan, observed: readonly ObservedVariant[]): ExperimentReport {
  const falseAlarm = plan.falseAlarm / Math.max(1, observed.length - 1);
  const measured = observed.map(measure);
  const variants = measured.map((variant) => reportVariant(variant, plan.plannedRequests, falseAlarm));
  const report = {
    experiment: plan.name,
    goal: plan.goal,
    requests: variants.reduce((sum, { requests }) => sum + requests, 0),
    plannedRequests: plan.plannedRequests,
    variants,
    comparisons: compareWithFirst(measured, plan.plannedRequests, falseAlarm),
    split: checkSplit(observed),
  };
  return { ...report, says: sayReport(report) };
}

interface MeasuredVariant extends ObservedVariant {
  readonly estimates: Readonly<Record<Metric, Estimate>>;
}

function measure(variant: ObservedVariant): MeasuredVariant {
  const { success, rating, latencyMs, costUsd } = variant.tally;
  const estimates = {
    success: estimateOf("success", success),
    rating: estimateOf("rating", rating),
    latencyMs: estimateOf("latencyMs", latencyMs),
    costUsd: estimateOf("costUsd", costUsd),
  };
  return { ...variant, estimates };
}

function reportVariant(
  { name, estimates, stopped }: MeasuredVariant,
  plannedRequests: number,
  falseAlarm: number,
): VariantReport {
  const measured = METRICS.filter((metric) => estimates[metric].requests > 0);
  const figureOf = (metric: Metric, estimate: Estimate) =>
    within(toFigure(estimate, anytimeErrors(estimate.requests, plannedRequests, falseAlarm)), {
      least: 0,
      most: isShare(metric) ? 1 : Number.POSITIVE_INFINITY,
    });
  return {
    variant: name,
    requests: estimates.success.requests,
    figures: Object.fromEntries(measured.map((metric) => [metric, figureOf(metric, estimates[metric])])),
    stopped,
  };
}

const toFigure = ({ value, standardError, requests }: Estimate, errors: number): ReportedFigure => ({
  value,
  low: value - errors * standardError,
  high: value + errors * standardError,
  requests,
});

/** An interval as far as the figure can be. */
const within = (
  { low, high, ...figure }: ReportedFigure,
  { least, most }: { readonly least: number; readonly most: number },
): ReportedFigure => ({ ...figure, low: Math.max(least, low), high: Math.min(most, high) });

function compareWithFirst(
  [first, ...others]: readonly MeasuredVariant[],
  plannedRequests: number,
  falseAlarm: number,
): readonly VariantComparison[] {
  if (first === undefined) return [];
  return others.flatMap(({ name, estimates }) =>
    METRICS.flatMap((metric) => {
      const [one, two] = [first.estimates[metric], estimates[metric]];
      if (one.requests === 0 || two.requests === 0) return [];
      const most = isShare(metric) ? 1 : Number.POSITIVE_INFINITY;
      const found = differenceOf(one, two, plannedRequests, falseAlarm);
      const difference = within(found, { least: -most, most });
      const verdict = isEarly(one) || isEarly(two) ? "too-early" : judge(metric, difference);
      return [{ variant: name, against: first.name, metric, difference, verdict }];
    }),
  );
}

const isEarly = ({ groups, requests }: Estimate) => groups < LEAST_GROUPS || requests < LEAST_REQUESTS;

/** Second minus first, with an interval that holds at every time. */
export function differenceOf(
  one: Estimate,
  two: Estimate,
  plannedRequests: number,
  falseAlarm: number,
): ReportedFigure {
  const requests = one.requests + two.requests;
  const standardError = Math.hypot(one.standardError, two.standardError);
  return toFigure(
    { value: two.value - one.value, standardError, requests, groups: Math.min(one.groups, two.groups) },
    anytimeErrors(requests, plannedRequests, falseAlarm),
  );
}

function judge(metric: Metric, { low, high }: ReportedFigure): Verdict {
  if (low > 0) return isBetterHigher(metric) ? "better" : "worse";
  if (high < 0) return isBetterHigher(metric) ? "worse" : "better";
  return "no-difference-shown";
}

const isShare = (metric: Metric) => metric === "success" || metric === "rating";

const isBetterHigher = isShare;
