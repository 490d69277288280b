import type { ExperimentRun } from "./experiment-run.ts";
import { sayFigure } from "./say-report.ts";
import { estimateOf } from "./variant-tally.ts";
import { differenceOf } from "./write-report.ts";

/** A variant that fails from the start shall not have to fail often. */
const LEAST_REQUESTS = 20;

/**
 * Variants that do harm and still run. A false alarm only costs an experiment, so few requests are enough here, even of
 * few users; the interval is the one that holds at every time.
 */
export function harmOf({ experiment, tallies, stopped }: ExperimentRun): readonly {
  readonly variant: string;
  readonly reason: string;
}[] {
  const { guard, variants, plannedRequests, falseAlarm } = experiment;
  const [first, ...others] = variants;
  const firstTally = first && tallies.get(first.name);
  if (!guard || !first || !firstTally) return [];
  const one = estimateOf("success", firstTally.success);
  return others.flatMap(({ name }) => {
    const tally = tallies.get(name);
    if (tally === undefined || stopped.has(name)) return [];
    const two = estimateOf("success", tally.success);
    if (one.requests < LEAST_REQUESTS || two.requests < LEAST_REQUESTS) return [];
    const difference = differenceOf(one, two, plannedRequests, falseAlarm / others.length);
    if (difference.high >= -guard.successDrop) return [];
    const reason = `Success differs by ${sayFigure("success", difference)} from ${first.name}'s after ${two.requests} requests.`;
    return [{ variant: name, reason }];
  });
}
