import { areaUnderRoc } from "../evaluation/area-under-roc.ts";
import { expectedCalibrationError } from "../evaluation/calibration.ts";
import { apgr, callsForQuality, costQualityCurve } from "../evaluation/cost-quality-curve.ts";
import { scoreOfGain } from "../onnx/router-config.ts";
import type { Calibration } from "./calibrate.ts";
import type { Judgement } from "./folds.ts";
import type { OutcomeRow } from "./training-row.ts";

/** What a router is worth on questions whose outcome is known. NaN where a figure does not exist. */
export interface OutcomeFigures {
  readonly rows: number;
  readonly apgr: number;
  /** The same for the number of characters as score. */
  readonly apgrOfLength: number;
  /** Share of strong calls that wins back half of the accuracy between weak and strong, and four fifths. */
  readonly callsForHalf: number;
  readonly callsForMost: number;
  /** Area under the ROC of the probability that the weak model is wrong, and of the score. */
  readonly areaOfWeakWrong: number;
  readonly areaOfScore: number;
  /** Expected calibration error of the same two, as probabilities that the weak model is wrong, and of P(strong better). */
  readonly errorOfWeakWrong: number;
  readonly errorOfScore: number;
  readonly errorOfStrongBetter: number;
  /** Share of these questions that reach the threshold. */
  readonly strongShare: number;
}

/** What it does on labelled prompts. */
export interface LabelFigures {
  readonly rows: number;
  readonly accuracy: number;
  /** Share of the cloud's prompts that are sent there. */
  readonly cloudRecall: number;
  readonly area: number;
}

/** The figures of judged questions with an outcome. */
export function measureOutcomes(judged: readonly Judgement[], calibration: Calibration): OutcomeFigures {
  const cases = judged.flatMap(({ row, ...estimate }) =>
    row.kind === "outcome" ? [caseOf(row, estimate, calibration)] : [],
  );
  const wrong = (read: (one: Case) => number) =>
    cases.map((one) => ({
      score: read(one),
      probability: read(one),
      positive: !one.weakRight,
      happened: !one.weakRight,
    }));
  const curve = costQualityCurve(cases, ({ gain }) => gain);
  const strongBetter = cases.map(({ probabilities, strongRight, weakRight }) => ({
    probability: probabilities.strong_better,
    happened: strongRight && !weakRight,
  }));
  return {
    rows: cases.length,
    apgr: apgr(curve),
    apgrOfLength: apgr(costQualityCurve(cases, ({ characters }) => characters)),
    callsForHalf: callsForQuality(curve, 0.5),
    callsForMost: callsForQuality(curve, 0.8),
    areaOfWeakWrong: areaUnderRoc(wrong(({ weakWrong }) => weakWrong)),
    areaOfScore: areaUnderRoc(wrong(({ score }) => score)),
    errorOfWeakWrong: expectedCalibrationError(wrong(({ weakWrong }) => weakWrong)),
    errorOfScore: expectedCalibrationError(wrong(({ score }) => score)),
    errorOfStrongBetter: expectedCalibrationError(strongBetter),
    strongShare: shareOf(cases, ({ score }) => score >= calibration.threshold),
  };
}

interface Case extends Omit<Judgement, "row"> {
  readonly weakRight: boolean;
  readonly strongRight: boolean;
  readonly characters: number;
  readonly score: number;
}

const caseOf = (
  { weakRight, strongRight, prompt }: OutcomeRow,
  estimate: Omit<Judgement, "row">,
  { scale }: Calibration,
): Case => ({
  ...estimate,
  weakRight,
  strongRight,
  characters: prompt.length,
  score: scoreOfGain(estimate.gain, scale),
});

/** The figures of judged prompts with a label. */
export function measureLabels(judged: readonly Judgement[], { scale, threshold }: Calibration): LabelFigures {
  const cases = judged.flatMap(({ row, gain }) =>
    row.kind === "labelled" ? [{ score: scoreOfGain(gain, scale), positive: row.target === "cloud" }] : [],
  );
  const asked = ({ score }: { score: number }) => score >= threshold;
  return {
    rows: cases.length,
    accuracy: shareOf(cases, (one) => asked(one) === one.positive),
    cloudRecall: shareOf(
      cases.filter(({ positive }) => positive),
      asked,
    ),
    area: areaUnderRoc(cases),
  };
}

const shareOf = <Item>(items: readonly Item[], holds: (item: Item) => boolean) =>
  items.filter(holds).length / items.length;
