import { thresholdForShare } from "../evaluation/thresholds.ts";
import { type ScoreScale, scoreOfGain } from "../onnx/router-config.ts";
import type { Judgement } from "./folds.ts";
import { lessonOf } from "./training-row.ts";

/** How a router's gains become scores, and from which score it asks the cloud. */
export interface Calibration {
  readonly scale: ScoreScale;
  readonly threshold: number;
  /** Share of the judged questions that reach the threshold, 0 to 1. */
  readonly share: number;
}

/**
 * Fits the scores to judged questions that the head had not learnt from. Outcomes decide; labels only where there are none.
 * @param share share of those questions to send to the strong model, 0 to 1
 */
export function calibrate(judged: readonly Judgement[], share: number): Calibration {
  const outcomes = judged.filter(({ row }) => row.kind === "outcome");
  const cases = outcomes.length > 0 ? outcomes : judged;
  const scale = fitScale(cases.map(({ gain, row }) => ({ gain, wrong: weakWrongOf(row) })));
  const scores = cases.map(({ gain }) => scoreOfGain(gain, scale));
  const found = thresholdForShare(scores, share);
  return { scale, threshold: Math.min(1, found.threshold), share: found.share };
}

function weakWrongOf(row: Judgement["row"]): number {
  const [, bothWrong = 0, onlyStrong = 0] = lessonOf(row, 1).outcomes;
  return bothWrong + onlyStrong;
}

interface Case {
  readonly gain: number;
  /** Whether the weak model is wrong: 0, 1 or a probability. */
  readonly wrong: number;
}

/** Least slope: scores must rise with gains, whatever a handful of rows says. */
const LEAST_SLOPE = 0.1;
const STEPS = 30;
/** Keeps the fit finite where gains tell everything. */
const RIDGE = 1e-3;

/** Logistic regression by Newton's steps (Platt's scaling). */
function fitScale(cases: readonly Case[]): ScoreScale {
  let [slope, intercept] = [1, 0];
  for (let step = 0; step < STEPS; step++) {
    let [towardsSlope, towardsIntercept] = [-RIDGE * slope, 0];
    let [bendSlope, bendBoth, bendIntercept] = [RIDGE, 0, RIDGE];
    for (const { gain, wrong } of cases) {
      const probability = scoreOfGain(gain, { slope, intercept });
      const spread = probability * (1 - probability);
      towardsSlope += (wrong - probability) * gain;
      towardsIntercept += wrong - probability;
      bendSlope += spread * gain * gain;
      bendBoth += spread * gain;
      bendIntercept += spread;
    }
    const determinant = bendSlope * bendIntercept - bendBoth ** 2;
    slope += (bendIntercept * towardsSlope - bendBoth * towardsIntercept) / determinant;
    intercept += (bendSlope * towardsIntercept - bendBoth * towardsSlope) / determinant;
  }
  const usable = Number.isFinite(slope) && Number.isFinite(intercept);
  return usable ? { slope: Math.max(LEAST_SLOPE, slope), intercept } : { slope: 1, intercept: 0 };
}
