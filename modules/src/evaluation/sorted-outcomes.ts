import { RoutingError } from "../core/errors.ts";
import type { CostQualityCurve, CurvePoint } from "./cost-quality-curve.ts";
import type { OutcomePair } from "./outcome.ts";

/** Outcomes by rising score. Sorted once, they can be measured on thousands of samples. */
export interface SortedOutcomes {
  readonly scores: Float64Array;
  /** 1 where the model is right, else 0. */
  readonly weakRight: Uint8Array;
  readonly strongRight: Uint8Array;
  /** Place of each in the list that was sorted. */
  readonly places: Uint32Array;
}

/** How often each row of a list was drawn into a sample, by its place in the list. */
export type Counts = ArrayLike<number>;

/**
 * Sorts rows for `curveOfSample` and `areaOfSample`.
 * @throws RoutingError when a score is no finite number.
 */
export function sortOutcomes<Row extends OutcomePair>(
  rows: readonly Row[],
  scoreOf: (row: Row) => number,
): SortedOutcomes {
  const unsorted = Float64Array.from(rows, scoreOf);
  checkScores(unsorted);
  const places = Uint32Array.from(rows.keys()).sort((a, b) => (unsorted[a] ?? 0) - (unsorted[b] ?? 0));
  return {
    places,
    scores: Float64Array.from(places, (place) => unsorted[place] ?? Number.NaN),
    weakRight: Uint8Array.from(places, (place) => Number(rows[place]?.weakRight)),
    strongRight: Uint8Array.from(places, (place) => Number(rows[place]?.strongRight)),
  };
}

/** @throws RoutingError naming the first score that cannot be put in order. */
export function checkScores(scores: Float64Array): void {
  const at = scores.findIndex((score) => !Number.isFinite(score));
  if (at < 0) return;
  throw new RoutingError(`The score of row ${at + 1} is ${scores[at]}, which has no place in an order.`, {
    code: "SCORE_NOT_FINITE",
    hint: "Score the rows anew, or leave that one out.",
  });
}

/** Each row once. */
export const everyRowOnce = (rows: number): Counts => new Uint32Array(rows).fill(1);

/** RouteLLM cuts the scores into ten parts of equal size. */
const PARTS = 10;

/**
 * The cost-quality curve of a sample: see `costQualityCurve`.
 * @throws RoutingError when the sample is empty.
 */
export function curveOfSample(sorted: SortedOutcomes, counts: Counts): CostQualityCurve {
  const rows = sampleSize(sorted, counts);
  if (rows === 0) {
    throw new RoutingError("There are no outcomes to draw a curve of.", {
      code: "NO_ROWS",
      hint: "Check the filter that chose them.",
    });
  }
  const thresholds = [...new Set(quantiles(sorted, counts, rows))];
  const parts = countParts(sorted, counts, thresholds);
  const weakRight = parts.reduce((sum, part) => sum + part.weakRight, 0);
  const points: CurvePoint[] = [
    { threshold: Number.POSITIVE_INFINITY, strongShare: 0, accuracy: weakRight / rows },
  ];
  let strong = 0;
  let right = weakRight;
  for (const part of parts.toReversed()) {
    strong += part.rows;
    right += part.strongRight - part.weakRight;
    points.push({ threshold: part.threshold, strongShare: strong / rows, accuracy: right / rows });
  }
  return { rows, weakAccuracy: weakRight / rows, strongAccuracy: right / rows, points };
}

function sampleSize({ places }: SortedOutcomes, counts: Counts): number {
  let size = 0;
  for (const place of places) size += counts[place] ?? 0;
  return size;
}

/** Values that cut a sample's scores into parts of equal size, lowest and highest included; straight lines between neighbours. */
function quantiles(sorted: SortedOutcomes, counts: Counts, rows: number): number[] {
  const places = Array.from({ length: PARTS + 1 }, (_, part) => (part * (rows - 1)) / PARTS);
  const ranks = new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]));
  const scores = scoresAt(
    sorted,
    counts,
    [...ranks].sort((a, b) => a - b),
  );
  return places.map((place) => {
    const low = scores.get(Math.floor(place)) ?? 0;
    const high = scores.get(Math.ceil(place)) ?? low;
    return low + (high - low) * (place - Math.floor(place));
  });
}

/** The scores of a sample that have these ranks, counted from 0; the ranks are given in rising order. */
function scoresAt(
  { scores, places }: SortedOutcomes,
  counts: Counts,
  ranks: readonly number[],
): Map<number, number> {
  const found = new Map<number, number>();
  let at = 0;
  let passed = counts[places[0] ?? 0] ?? 0;
  for (const rank of ranks) {
    while (passed <= rank && at + 1 < places.length) passed += counts[places[++at] ?? 0] ?? 0;
    found.set(rank, scores[at] ?? 0);
  }
  return found;
}

interface Part {
  /** Its least score. */
  readonly threshold: number;
  rows: number;
  weakRight: number;
  strongRight: number;
}

/** What lies between each threshold and the next. */
function countParts(sorted: SortedOutcomes, counts: Counts, thresholds: readonly number[]): Part[] {
  const { scores, weakRight, strongRight, places } = sorted;
  const parts = thresholds.map((threshold): Part => ({ threshold, rows: 0, weakRight: 0, strongRight: 0 }));
  let number = 0;
  for (let at = 0; at < places.length; at++) {
    while (number + 1 < parts.length && (scores[at] ?? 0) >= (thresholds[number + 1] ?? 0)) number++;
    const part = parts[number];
    const times = counts[places[at] ?? 0] ?? 0;
    if (!part || times === 0) continue;
    part.rows += times;
    part.weakRight += times * (weakRight[at] ?? 0);
    part.strongRight += times * (strongRight[at] ?? 0);
  }
  return parts;
}

/**
 * The area under the ROC curve of a sample; see `areaUnderRoc`.
 * @param positive 1 for a positive case, else 0, in the order of the scores.
 */
export function areaOfSample(
  { scores, places }: Pick<SortedOutcomes, "scores" | "places">,
  positive: Uint8Array,
  counts: Counts,
): number {
  let won = 0;
  let positives = 0;
  let negatives = 0;
  for (let at = 0; at < scores.length; ) {
    const score = scores[at];
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; at < scores.length && scores[at] === score; at++) {
      const times = counts[places[at] ?? 0] ?? 0;
      if (positive[at] === 1) tiedPositives += times;
      else tiedNegatives += times;
    }
    won += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  return positives === 0 || negatives === 0 ? Number.NaN : won / (positives * negatives);
}
