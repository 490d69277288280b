import { type BootstrapOptions, bootstrapFigures, type Interval } from "./bootstrap.ts";
import type { NamedScore } from "./compare-routers.ts";
import { apgr, callsForQuality } from "./cost-quality-curve.ts";
import type { OutcomePair } from "./outcome.ts";
import {
  areaOfSample,
  type Counts,
  curveOfSample,
  type SortedOutcomes,
  sortOutcomes,
} from "./sorted-outcomes.ts";

/** A score under a name, and the route it leads to. */
export interface OutcomeRouting<Row extends OutcomePair> extends NamedScore<Row> {
  /** Whether the strong model is asked. Without it nothing is measured at the threshold. */
  readonly asksStrong?: (row: Row) => boolean;
}

/** What both answers to a question cost, in US dollars. */
export interface AnswerCosts {
  readonly weakUsd: number;
  readonly strongUsd: number;
}

export interface EvaluateOutcomesOptions<Row> extends Omit<BootstrapOptions<Row>, "groupOf"> {
  /** Without it no costs are measured. */
  readonly costsOf?: (row: Row) => AnswerCosts;
}

/** What a score is worth on real outcomes, each figure with its interval. Shares 0 to 1; NaN where a figure does not exist. */
export interface OutcomeEvaluation {
  readonly router: string;
  readonly rows: number;
  readonly weakAccuracy: number;
  readonly strongAccuracy: number;
  readonly apgr: Interval;
  /** Share of strong calls that wins back half of the accuracy between weak and strong: CPT(50 %). */
  readonly callsForHalf: Interval;
  /** The same for four fifths: CPT(80 %). */
  readonly callsForMost: Interval;
  /** How well the score orders the questions that the weak model gets wrong above the others: area under the ROC curve. */
  readonly weakWrongArea: Interval;
  /** How well it orders the questions that only the strong model gets right above the others. */
  readonly gainArea: Interval;
  /** Absent for a score that decides nothing. */
  readonly atThreshold?: AtThreshold;
}

/** What comes out when the router is followed. */
export interface AtThreshold {
  /** Share of questions that go to the strong model. */
  readonly strongShare: Interval;
  /** Share of questions that the chosen model answers right. */
  readonly accuracy: Interval;
  /** US dollars for a thousand questions. */
  readonly costUsd?: Interval;
}

/**
 * Measures a score on outcomes, with percentile bootstrap intervals of single questions.
 * @throws RoutingError when there are no rows.
 */
export function evaluateOutcomes<Row extends OutcomePair>(
  { name, scoreOf, asksStrong }: OutcomeRouting<Row>,
  rows: readonly Row[],
  { costsOf, ...options }: EvaluateOutcomesOptions<Row> = {},
): OutcomeEvaluation {
  const sorted = sortOutcomes(rows, scoreOf);
  const positives = positivesOf(sorted);
  const routed = asksStrong && followRoutes(rows, asksStrong, costsOf);
  const { strongShare, accuracy, costUsd, ...figures } = bootstrapFigures(
    rows.length,
    (counts) => ({ ...figuresOf(sorted, positives, counts), ...sampleOfRoutes(routed, counts) }),
    { resamples: 500, ...options },
  );
  const shareRight = (right: Uint8Array) => right.reduce((sum, one) => sum + one, 0) / rows.length;
  const [weakAccuracy, strongAccuracy] = [shareRight(sorted.weakRight), shareRight(sorted.strongRight)];
  return {
    router: name,
    rows: rows.length,
    weakAccuracy,
    strongAccuracy,
    ...figures,
    ...(strongAccuracy <= weakAccuracy && { apgr: nothingOf(figures.apgr) }),
    ...(routed && { atThreshold: { strongShare, accuracy, ...(costsOf && { costUsd }) } }),
  };
}

/** With a strong model that is not better there is nothing to win back, and the higher figure would be the worse one. */
const nothingOf = (interval: Interval): Interval => ({
  ...interval,
  value: Number.NaN,
  low: Number.NaN,
  high: Number.NaN,
});

interface Positives {
  readonly weakWrong: Uint8Array;
  readonly gain: Uint8Array;
}

const positivesOf = ({ weakRight, strongRight }: SortedOutcomes): Positives => ({
  weakWrong: weakRight.map((right) => 1 - right),
  gain: strongRight.map((right, at) => (right === 1 && weakRight[at] === 0 ? 1 : 0)),
});

function figuresOf(sorted: SortedOutcomes, { weakWrong, gain }: Positives, counts: Counts) {
  const curve = curveOfSample(sorted, counts);
  return {
    apgr: apgr(curve),
    callsForHalf: callsForQuality(curve, 0.5),
    callsForMost: callsForQuality(curve, 0.8),
    weakWrongArea: areaOfSample(sorted, weakWrong, counts),
    gainArea: areaOfSample(sorted, gain, counts),
  };
}

/** By the rows' own order. */
interface Routed {
  readonly strong: Float64Array;
  readonly right: Float64Array;
  readonly costUsd: Float64Array;
}

function followRoutes<Row extends OutcomePair>(
  rows: readonly Row[],
  asksStrong: (row: Row) => boolean,
  costsOf: ((row: Row) => AnswerCosts) | undefined,
): Routed {
  const strong = rows.map(asksStrong);
  const costUsd = rows.map((row, at) => {
    const costs = costsOf?.(row);
    return (strong[at] ? costs?.strongUsd : costs?.weakUsd) ?? Number.NaN;
  });
  return {
    strong: Float64Array.from(strong, Number),
    right: Float64Array.from(rows, ({ weakRight, strongRight }, at) =>
      Number(strong[at] ? strongRight : weakRight),
    ),
    costUsd: Float64Array.from(costUsd),
  };
}

function sampleOfRoutes(routed: Routed | undefined, counts: Counts) {
  return {
    strongShare: meanOf(routed?.strong, counts),
    accuracy: meanOf(routed?.right, counts),
    costUsd: 1000 * meanOf(routed?.costUsd, counts),
  };
}

function meanOf(values: Float64Array | undefined, counts: Counts): number {
  if (!values) return Number.NaN;
  let sum = 0;
  let drawn = 0;
  for (let place = 0; place < values.length; place++) {
    const times = counts[place] ?? 0;
    sum += times * (values[place] ?? 0);
    drawn += times;
  }
  return sum / drawn;
}
