import type { FoundSignals } from "./found-signals.ts";

/** Weights in whole steps, so that sums are exact. */
export interface Weights {
  readonly base: number;
  readonly signals: readonly number[];
}

/** What a step is worth in a rule file. */
export const STEP = 0.05;

/** The threshold, in steps. It stays where it is: moving the base by a step is the same as moving the threshold back by one. */
export const THRESHOLD = 10;

/** A score this many steps on the right side of the threshold costs nothing. */
const MARGIN = 3;

/** A signal keeps its sign, counts at least one step, and never more than this. */
const LARGEST = 12;
const SMALLEST_BASE = 2;
/** A query in which nothing is found stays on this machine, and clearly so. */
const LARGEST_BASE = THRESHOLD - MARGIN;

/** What a step of weight costs, whatever it is good for: signals that help nobody end at one step. */
const STEP_COST = 0.002;

export const OBJECTIVE =
  "the mean distance (in steps of 0.05) by which scores miss a margin of 0.15 on their side of the threshold, each set, language and target counting alike, plus 0.002 for each step of weight";

/** What the search makes small. Scores are not held within 0 and 1 here: beyond the margin they cost nothing anyway. */
export function lossOf({ base, signals }: Weights, rows: readonly FoundSignals[]): number {
  let loss = STEP_COST * signals.reduce((sum, weight) => sum + Math.abs(weight), 0);
  for (const row of rows) {
    let score = base - THRESHOLD + 0.5;
    for (const place of row.signals) score += signals[place] ?? 0;
    loss += row.share * Math.max(0, MARGIN - row.side * score);
  }
  return loss;
}

/**
 * Coordinate search: moves one weight, then two at a time, wherever that makes the loss smaller, until nothing does. Starts
 * at the same place for the same signs, so the same rows give the same weights.
 */
export function searchWeights(signs: readonly (1 | -1)[], rows: readonly FoundSignals[]): Weights {
  let best: Weights = { base: 7, signals: signs.map((sign) => 4 * sign) };
  let loss = lossOf(best, rows);
  for (;;) {
    const before = loss;
    for (const move of movesOf(signs)) {
      const next = move(best);
      if (!next) continue;
      const nextLoss = lossOf(next, rows);
      if (nextLoss < loss - 1e-9) [best, loss] = [next, nextLoss];
    }
    if (loss === before) return best;
  }
}

/** Gives the changed weights, or nothing when they would leave their bounds. */
type Move = (weights: Weights) => Weights | undefined;

function movesOf(signs: readonly (1 | -1)[]): Move[] {
  const single = [-1, 1].flatMap((by) => [
    moveBase(by),
    ...signs.map((sign, place) => moveSignal(place, by, sign)),
  ]);
  const pairs = single.flatMap((first, at) => single.slice(at + 1).map((second) => both(first, second)));
  return [...single, ...pairs];
}

const moveBase =
  (by: number): Move =>
  ({ base, signals }) => {
    const moved = base + by;
    return moved < SMALLEST_BASE || moved > LARGEST_BASE ? undefined : { base: moved, signals };
  };

const moveSignal =
  (place: number, by: number, sign: 1 | -1): Move =>
  ({ base, signals }) => {
    const size = Math.abs(signals[place] ?? 0) + by;
    return size < 1 || size > LARGEST ? undefined : { base, signals: signals.with(place, size * sign) };
  };

const both =
  (first: Move, second: Move): Move =>
  (weights) => {
    const half = first(weights);
    return half && second(half);
  };
