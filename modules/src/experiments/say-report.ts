import type { Metric } from "./experiment.ts";
import type { ExperimentReport, ReportedFigure, VariantComparison } from "./experiment-report.ts";

/** What can be said, and what cannot, one sentence each. */
export function sayReport(report: Omit<ExperimentReport, "says">): readonly string[] {
  const { comparisons, goal, split, variants, requests, plannedRequests } = report;
  return [
    ...(split.suspicious ? [saySplit(split.seen, split.expected)] : []),
    ...variants
      .filter(({ stopped }) => stopped)
      .map(({ variant }) => `${variant} was stopped, as it did harm.`),
    ...variants
      .filter(({ figures, stopped }) => figures[goal] === undefined && !stopped && requests > 0)
      .map(({ variant }) => `No ${goal} of ${variant} is known yet.`),
    ...comparisons.filter(({ metric }) => metric === goal).map(sayComparison),
    ...(requests < plannedRequests
      ? [`${requests} of ${plannedRequests} planned requests: the intervals get narrower yet.`]
      : []),
  ];
}

const saySplit = (seen: readonly number[], expected: readonly number[]) =>
  `The split is ${seen.map(percent).join(" / ")} where ${expected.map(percent).join(" / ")} was dealt: requests get lost or come twice, so no figure here can be trusted.`;

function sayComparison({ variant, against, metric, difference, verdict }: VariantComparison): string {
  const figures = `${metric} differs by ${sayFigure(metric, difference)}`;
  switch (verdict) {
    case "too-early":
      return `Too few units yet to compare ${variant} with ${against}.`;
    case "no-difference-shown":
      return `No difference of ${variant} and ${against} is shown: ${figures}, and 0 lies inside.`;
    default:
      return `${variant} is ${verdict} than ${against}: ${figures}.`;
  }
}

/** A difference with its interval: `+3.1 points (+1.0 to +5.2)`. */
export function sayFigure(metric: Metric, { value, low, high }: ReportedFigure): string {
  const [first, second, third] = [value, low, high].map((number) => signed(number, metric));
  return `${first}${UNITS[metric]} (${second} to ${third})`;
}

const UNITS: Readonly<Record<Metric, string>> = {
  success: " points",
  rating: " points",
  latencyMs: " ms",
  costUsd: " USD",
};

function signed(value: number, metric: Metric): string {
  const isShare = metric === "success" || metric === "rating";
  const digits = metric === "costUsd" ? 6 : metric === "latencyMs" ? 0 : 1;
  const text = (isShare ? value * 100 : value).toFixed(digits);
  return value > 0 ? `+${text}` : text;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
