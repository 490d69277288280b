import { RoutingError } from "../core/errors.ts";
import type { OutcomePair } from "./outcome.ts";
import type { ScoreOf } from "./outcome-scores.ts";

export interface CurvePoint {
  /** Questions with at least this score go to the strong model; `Infinity` where none does. */
  readonly threshold: number;
  /** Share of questions that go to the strong model, 0 to 1: what it costs. */
  readonly strongShare: number;
  /** Share of questions answered right, 0 to 1: what it is worth. */
  readonly accuracy: number;
}

/** What a router's score buys at every threshold, between all weak and all strong. */
export interface CostQualityCurve {
  readonly rows: number;
  readonly weakAccuracy: number;
  readonly strongAccuracy: number;
  /** By rising share of the strong model, from 0 to 1. */
  readonly points: readonly CurvePoint[];
}

/** RouteLLM cuts the scores into ten parts of equal size. */
const PARTS = 10;

/**
 * The curve of RouteLLM (arXiv 2406.18665): thresholds are the 11 quantiles of the score, the strong model is asked from the
 * threshold on. Quantiles that fall together are one point.
 * @throws RoutingError when there are no rows.
 */
export function costQualityCurve<Row extends OutcomePair>(
  rows: readonly Row[],
  scoreOf: ScoreOf<Row>,
): CostQualityCurve {
  if (rows.length === 0) {
    throw new RoutingError("There are no outcomes to draw a curve of.", {
      code: "NO_ROWS",
      hint: "Check the filter that chose them.",
    });
  }
  const scores = new Float64Array(rows.length);
  for (const [at, row] of rows.entries()) scores[at] = scoreOf(row);
  const thresholds = [...new Set(quantiles(scores, PARTS))];
  const parts = countParts(rows, scores, thresholds);
  const weakRight = parts.reduce((sum, part) => sum + part.weakRight, 0);
  const points: CurvePoint[] = [
    { threshold: Number.POSITIVE_INFINITY, strongShare: 0, accuracy: weakRight / rows.length },
  ];
  let strong = 0;
  let right = weakRight;
  for (let at = thresholds.length - 1; at >= 0; at--) {
    const [part, threshold] = [parts[at], thresholds[at]];
    if (!part || threshold === undefined) continue;
    strong += part.rows;
    right += part.strongRight - part.weakRight;
    points.push({ threshold, strongShare: strong / rows.length, accuracy: right / rows.length });
  }
  return {
    rows: rows.length,
    weakAccuracy: weakRight / rows.length,
    strongAccuracy: right / rows.length,
    points,
  };
}

/**
 * Average performance gap recovered: the area under the curve, 0 for all weak and 1 for all strong at every share. Random
 * routing gives 0.5. NaN when both models are right equally often.
 */
export function apgr({ points, weakAccuracy, strongAccuracy }: CostQualityCurve): number {
  let area = 0;
  for (const [from, to] of pairs(points))
    area += ((from.accuracy + to.accuracy) / 2) * (to.strongShare - from.strongShare);
  const gap = strongAccuracy - weakAccuracy;
  return gap === 0 ? Number.NaN : (area - weakAccuracy) / gap;
}

/**
 * Call-performance threshold, RouteLLM's CPT(x): the least share of strong calls (0 to 1) that wins back this share of the
 * accuracy between weak and strong, by straight lines between the points. NaN when the strong model is not better.
 */
export function callsForQuality(curve: CostQualityCurve, gapShare: number): number {
  const { points, weakAccuracy, strongAccuracy } = curve;
  if (strongAccuracy <= weakAccuracy) return Number.NaN;
  const wanted = weakAccuracy + gapShare * (strongAccuracy - weakAccuracy);
  if (wanted <= weakAccuracy) return 0;
  for (const [from, to] of pairs(points)) {
    if (to.accuracy < wanted) continue;
    const part = (wanted - from.accuracy) / (to.accuracy - from.accuracy);
    return from.strongShare + part * (to.strongShare - from.strongShare);
  }
  return Number.NaN;
}

/** Values that cut the scores into parts of equal size, lowest and highest included; straight lines between neighbours. */
function quantiles(scores: Float64Array, parts: number): number[] {
  const sorted = scores.toSorted();
  return Array.from({ length: parts + 1 }, (_, part) => {
    const place = (part * (sorted.length - 1)) / parts;
    const low = sorted[Math.floor(place)] ?? 0;
    const high = sorted[Math.ceil(place)] ?? low;
    return low + (high - low) * (place - Math.floor(place));
  });
}

interface Part {
  rows: number;
  weakRight: number;
  strongRight: number;
}

/** What lies between each threshold and the next. */
function countParts(
  rows: readonly OutcomePair[],
  scores: Float64Array,
  thresholds: readonly number[],
): Part[] {
  const parts = thresholds.map((): Part => ({ rows: 0, weakRight: 0, strongRight: 0 }));
  for (const [at, { weakRight, strongRight }] of rows.entries()) {
    const score = scores[at] ?? 0;
    let part = thresholds.length - 1;
    while (part > 0 && score < (thresholds[part] ?? 0)) part--;
    const found = parts[part];
    if (!found) continue;
    found.rows += 1;
    found.weakRight += Number(weakRight);
    found.strongRight += Number(strongRight);
  }
  return parts;
}

function* pairs<Item>(items: readonly Item[]): Generator<[Item, Item]> {
  for (const [at, to] of items.entries()) {
    const from = items[at - 1];
    if (from !== undefined) yield [from, to];
  }
}
