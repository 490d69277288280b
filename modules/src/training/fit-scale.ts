import { type ScoreScale, scoreOfGain } from "../onnx/router-config.ts";

/** A number, and how probable something is there: 0, 1 or between. */
export interface ScaleCase {
  readonly at: number;
  readonly share: number;
}

const STEPS = 30;
/** Keeps the fit finite where the numbers tell everything. */
const RIDGE = 1e-3;

/** Logistic regression on one number by Newton's steps (Platt's scaling), each shortened until it makes the fit better. */
export function fitScale(cases: readonly ScaleCase[]): ScoreScale {
  let scale: ScoreScale = { slope: 0, intercept: 0 };
  let loss = lossOf(cases, scale);
  for (let step = 0; step < STEPS; step++) {
    const { slope, intercept } = newtonStep(cases, scale);
    let better: ScoreScale | undefined;
    for (let part = 1; part > SHORTEST && !better; part /= 2) {
      const next = { slope: scale.slope + part * slope, intercept: scale.intercept + part * intercept };
      const lossThere = lossOf(cases, next);
      if (lossThere >= loss || Number.isNaN(lossThere)) continue;
      [better, loss] = [next, lossThere];
    }
    if (!better) return scale;
    scale = better;
  }
  return scale;
}

const SHORTEST = 1e-3;

/** Keeps logarithms finite. */
const TINY = 1e-12;

function lossOf(cases: readonly ScaleCase[], scale: ScoreScale): number {
  let loss = (RIDGE / 2) * (scale.slope ** 2 + scale.intercept ** 2);
  for (const { at, share } of cases) {
    const probability = scoreOfGain(at, scale);
    loss -= share * Math.log(probability + TINY) + (1 - share) * Math.log(1 - probability + TINY);
  }
  return loss;
}

function newtonStep(cases: readonly ScaleCase[], scale: ScoreScale): ScoreScale {
  let [towardsSlope, towardsIntercept] = [-RIDGE * scale.slope, -RIDGE * scale.intercept];
  let [bendSlope, bendBoth, bendIntercept] = [RIDGE, 0, RIDGE];
  for (const { at, share } of cases) {
    const probability = scoreOfGain(at, scale);
    const spread = probability * (1 - probability);
    towardsSlope += (share - probability) * at;
    towardsIntercept += share - probability;
    bendSlope += spread * at * at;
    bendBoth += spread * at;
    bendIntercept += spread;
  }
  const determinant = bendSlope * bendIntercept - bendBoth ** 2;
  return {
    slope: (bendIntercept * towardsSlope - bendBoth * towardsIntercept) / determinant,
    intercept: (bendSlope * towardsIntercept - bendBoth * towardsSlope) / determinant,
  };
}
