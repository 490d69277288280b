import type { OutcomePair } from "./outcome.ts";
import type { ScoreOf } from "./outcome-scores.ts";
import { curveOfSample, everyRowOnce, sortOutcomes } from "./sorted-outcomes.ts";

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

/**
 * The curve of RouteLLM (arXiv 2406.18665): thresholds are the 11 quantiles of the score, the strong model is asked from the
 * threshold on. Quantiles that fall together are one point.
 * @throws RoutingError when there are no rows.
 */
export function costQualityCurve<Row extends OutcomePair>(
  rows: readonly Row[],
  scoreOf: ScoreOf<Row>,
): CostQualityCurve {
  return curveOfSample(sortOutcomes(rows, scoreOf), everyRowOnce(rows.length));
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

function* pairs<Item>(items: readonly Item[]): Generator<[Item, Item]> {
  for (const [at, to] of items.entries()) {
    const from = items[at - 1];
    if (from !== undefined) yield [from, to];
  }
}
