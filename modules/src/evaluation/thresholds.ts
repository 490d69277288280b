import { type ConfusionShares, confusionOf, confusionShares } from "./confusion.ts";
import type { Judged } from "./evaluate-router.ts";
import type { Labelled } from "./labelled-prompt.ts";

export interface ThresholdRow extends ConfusionShares {
  readonly threshold: number;
}

const STEPS = Array.from({ length: 21 }, (_, step) => step / 20);

/** What a router would do with other thresholds, from the scores it gave. Default: 0 to 1 in steps of 0.05. */
export function sweepThresholds(
  judged: readonly Pick<Judged<Labelled>, "target" | "decision">[],
  thresholds: readonly number[] = STEPS,
): ThresholdRow[] {
  return thresholds.map((threshold) => {
    const decided = judged.map(({ target, decision }) => ({
      target,
      decided: decision.score >= threshold ? ("cloud" as const) : ("local" as const),
    }));
    return { threshold, ...confusionShares(confusionOf(decided)) };
  });
}

/**
 * The threshold with the highest accuracy, in the middle of equals next to each other: the one with most room on both sides.
 * To be looked for on the dev split.
 */
export function bestThreshold(rows: readonly ThresholdRow[]): ThresholdRow | undefined {
  const best = Math.max(...rows.map(({ accuracy }) => accuracy));
  const first = rows.findIndex(({ accuracy }) => accuracy === best);
  const after = rows.findIndex(({ accuracy }, at) => at > first && accuracy < best);
  const last = (after === -1 ? rows.length : after) - 1;
  return rows[Math.floor((first + last) / 2)];
}

export interface ShareThreshold {
  readonly threshold: number;
  /** Share of the given scores that reach it, 0 to 1. */
  readonly share: number;
}

/**
 * The threshold that sends about this share (0 to 1) of the given scores to the cloud: the nearest that their ties allow.
 * `Infinity` sends none.
 */
export function thresholdForShare(scores: readonly number[], share: number): ShareThreshold {
  const sorted = Float64Array.from(scores).sort().reverse();
  let nearest: ShareThreshold = { threshold: Number.POSITIVE_INFINITY, share: 0 };
  for (const [at, threshold] of sorted.entries()) {
    if (sorted[at + 1] === threshold) continue;
    const reached = (at + 1) / sorted.length;
    if (Math.abs(reached - share) < Math.abs(nearest.share - share)) nearest = { threshold, share: reached };
  }
  return nearest;
}
