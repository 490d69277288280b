import type { ConfidenceScale } from "../onnx/confidence.ts";
import { applyScaling, fitScaling } from "./scaling.ts";

/** A row of logistic regression. */
export interface LogisticCase {
  readonly features: Float32Array;
  readonly positive: boolean;
  /** How much it counts; those of all rows together are 1. */
  readonly weight: number;
}

const STEPS = 120;
const RATE = 0.05;
/** Penalty on the squared weights of scaled features. */
const RIDGE = 1e-3;
const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8];

/** Fits weights and bias by Adam over all rows at once: the same rows give the same weights, to six digits. */
export function fitLogistic(cases: readonly LogisticCase[]): ConfidenceScale["familiar"] {
  const width = cases[0]?.features.length ?? 0;
  const values = new Float32Array(cases.length * width);
  for (const [at, { features }] of cases.entries()) values.set(features, at * width);
  const table = { rows: cases.length, width, values };
  const scaling = fitScaling(table);
  const scaled = applyScaling(table, scaling).values;
  const [weights, first, second] = [0, 0, 0].map(() => new Float64Array(width + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let step = 1; step <= STEPS; step++) {
    const slope = slopeOf(cases, scaled, weights);
    for (const [at, value] of slope.entries()) {
      first[at] = FIRST * (first[at] ?? 0) + (1 - FIRST) * value;
      second[at] = SECOND * (second[at] ?? 0) + (1 - SECOND) * value * value;
      const [mean, square] = [
        (first[at] ?? 0) / (1 - FIRST ** step),
        (second[at] ?? 0) / (1 - SECOND ** step),
      ];
      weights[at] = (weights[at] ?? 0) - (RATE * mean) / (Math.sqrt(square) + TINY);
    }
  }
  return unscale(weights, scaling);
}

/** Derivative of the weighted loss; the bias is last and has no penalty. */
function slopeOf(cases: readonly LogisticCase[], scaled: Float32Array, weights: Float64Array): Float64Array {
  const width = weights.length - 1;
  const slope = weights.map((weight, at) => (at < width ? RIDGE * weight : 0));
  for (const [row, { positive, weight }] of cases.entries()) {
    const from = row * width;
    let logit = weights[width] ?? 0;
    for (let at = 0; at < width; at++) logit += (weights[at] ?? 0) * (scaled[from + at] ?? 0);
    const miss = weight * (1 / (1 + Math.exp(-logit)) - Number(positive));
    for (let at = 0; at < width; at++) slope[at] = (slope[at] ?? 0) + miss * (scaled[from + at] ?? 0);
    slope[width] = (slope[width] ?? 0) + miss;
  }
  return slope;
}

/** Weights for the features as they are. */
function unscale(
  weights: Float64Array,
  { shift, factor }: ReturnType<typeof fitScaling>,
): ConfidenceScale["familiar"] {
  const own = Array.from(factor, (by, at) => sixDigits((weights[at] ?? 0) * by));
  const bias = own.reduce((sum, weight, at) => sum - weight * (shift[at] ?? 0), weights.at(-1) ?? 0);
  return { weights: own, bias: sixDigits(bias) };
}

const sixDigits = (value: number) => Number(value.toPrecision(6));
