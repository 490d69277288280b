import { thresholdForShare } from "../evaluation/thresholds.ts";
import type { ConfidenceScale } from "../onnx/confidence.ts";
import { type ScoreScale, scoreOfGain } from "../onnx/router-config.ts";
import { fitScale } from "./fit-scale.ts";
import type { Judgement } from "./folds.ts";
import { lessonOf } from "./training-row.ts";

/** How a router's gains become scores, and from which score it asks the cloud. */
export interface Calibration {
  readonly scale: ScoreScale;
  readonly threshold: number;
  /** Share of the judged questions that reach the threshold, 0 to 1. */
  readonly share: number;
  /** How sure a decision may be (`fitConfidence`); without it the router tells no confidence. */
  readonly confidence?: ConfidenceScale;
}

/**
 * Fits the scores to judged questions that the head had not learnt from. Outcomes decide; labels only where there are none.
 * @param share share of those questions to send to the strong model, 0 to 1
 */
export function calibrate(judged: readonly Judgement[], share: number): Calibration {
  const outcomes = judged.filter(({ row }) => row.kind === "outcome");
  const cases = outcomes.length > 0 ? outcomes : judged;
  const { slope, intercept } = fitScale(
    cases.map(({ gain, row }) => ({ at: gain, share: weakWrongOf(row) })),
  );
  const scale = { slope: Math.max(LEAST_SLOPE, slope), intercept };
  const scores = cases.map(({ gain }) => scoreOfGain(gain, scale));
  const found = thresholdForShare(scores, share);
  return { scale, threshold: Math.min(1, found.threshold), share: found.share };
}

function weakWrongOf(row: Judgement["row"]): number {
  const [, bothWrong = 0, onlyStrong = 0] = lessonOf(row, 1).outcomes;
  return bothWrong + onlyStrong;
}

/** Least slope: scores must rise with gains, whatever a handful of rows says. */
const LEAST_SLOPE = 0.1;
