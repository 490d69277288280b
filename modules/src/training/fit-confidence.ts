import { expectedCalibrationError } from "../evaluation/calibration.ts";
import { type ConfidenceScale, confidenceOf, logitOf } from "../onnx/confidence.ts";
import { type ScoreScale, scoreOfGain } from "../onnx/router-config.ts";
import type { Calibration } from "./calibrate.ts";
import { fitScale } from "./fit-scale.ts";
import { foldsOf, type Judgement } from "./folds.ts";
import { fitLogistic } from "./logistic.ts";

/** A judged row with what the head read of it. */
export interface JudgedFeatures extends Judgement {
  readonly features: Float32Array;
}

/** How true a router's confidence is on rows of one kind. NaN where there are none. */
export interface ConfidenceFigures {
  readonly rows: number;
  /** Share of decisions that were right: the other model not better, or the label's. */
  readonly right: number;
  /** Expected calibration error. */
  readonly error: number;
  /** Share of rows with a confidence of at least SURE, and how many of those decisions were right. */
  readonly sureShare: number;
  readonly rightWhenSure: number;
}

/** What the priority chain asks for unless the settings say otherwise. */
export const SURE = 0.7;

/** The scale that follows from rows a head has judged without having learnt from them. */
export function fitConfidence(
  judged: readonly JudgedFeatures[],
  calibration: Pick<Calibration, "scale" | "threshold">,
): ConfidenceScale {
  const cases = judged.map((one) => caseOf(one, calibration));
  const known = cases.filter(({ kind }) => kind === "outcome");
  const labelled = cases.filter(({ kind }) => kind === "labelled");
  const [outcomes, labels] = [fitKind(known), fitKind(labelled)];
  return {
    familiar: fitFamiliarity(known, labelled),
    outcomes: known.length > 0 ? outcomes : labels,
    labels: labelled.length > 0 ? labels : outcomes,
  };
}

/** Judges each row by a scale that was fitted without its fold: figures for what `fitConfidence` gives. */
export function crossFitConfidence(
  judged: readonly JudgedFeatures[],
  calibration: Pick<Calibration, "scale" | "threshold">,
  seed: number,
): Readonly<Record<Judgement["row"]["kind"], ConfidenceFigures>> {
  const folds = foldsOf(
    judged.map(({ row }) => row),
    { seed },
  );
  const sure = [...new Set(folds)].flatMap((fold) => {
    const others = judged.filter((_, at) => folds[at] !== fold);
    const scale = fitConfidence(others.length > 0 ? others : judged, calibration);
    return judged.flatMap((one, at) => (folds[at] === fold ? [sureOf(one, scale, calibration)] : []));
  });
  return figuresByKind(sure);
}

/** The same for rows that had no part in the fit. */
export function measureConfidence(
  judged: readonly JudgedFeatures[],
  scale: ConfidenceScale,
  calibration: Pick<Calibration, "scale" | "threshold">,
): Readonly<Record<Judgement["row"]["kind"], ConfidenceFigures>> {
  return figuresByKind(judged.map((one) => sureOf(one, scale, calibration)));
}

interface Case {
  readonly kind: Judgement["row"]["kind"];
  readonly features: Float32Array;
  /** The head's own probability that the model that was not chosen is not better. */
  readonly notWorse: number;
  readonly right: boolean;
}

function caseOf(
  { row, gain, probabilities, features }: JudgedFeatures,
  { scale, threshold }: Pick<Calibration, "scale" | "threshold">,
): Case {
  const target = scoreOfGain(gain, scale) >= threshold ? "cloud" : "local";
  const notWorse = 1 - (target === "cloud" ? probabilities.weak_better : probabilities.strong_better);
  if (row.kind === "labelled") return { kind: row.kind, features, notWorse, right: row.target === target };
  const { weakRight, strongRight } = row;
  const right = target === "cloud" ? strongRight || !weakRight : weakRight || !strongRight;
  return { kind: row.kind, features, notWorse, right };
}

const fitKind = (cases: readonly Case[]): ScoreScale =>
  fitScale(cases.map(({ notWorse, right }) => ({ at: logitOf(notWorse), share: Number(right) })));

/** Familiarity that leaves nothing to the other kind. */
const CERTAIN = 20;

/** Each kind counts as much as the other: how many rows there were of each says nothing of a new text. */
function fitFamiliarity(known: readonly Case[], labelled: readonly Case[]): ConfidenceScale["familiar"] {
  if (known.length === 0 || labelled.length === 0)
    return { weights: [], bias: labelled.length === 0 ? CERTAIN : -CERTAIN };
  return fitLogistic([
    ...known.map(({ features }) => ({ features, positive: true, weight: 1 / (2 * known.length) })),
    ...labelled.map(({ features }) => ({ features, positive: false, weight: 1 / (2 * labelled.length) })),
  ]);
}

interface Sure extends Pick<Case, "kind" | "right"> {
  readonly confidence: number;
}

function sureOf(
  judged: JudgedFeatures,
  scale: ConfidenceScale,
  calibration: Pick<Calibration, "scale" | "threshold">,
): Sure {
  const { kind, right, notWorse } = caseOf(judged, calibration);
  return { kind, right, confidence: confidenceOf(scale, judged.features, notWorse).confidence };
}

function figuresByKind(all: readonly Sure[]): Readonly<Record<Judgement["row"]["kind"], ConfidenceFigures>> {
  const of = (kind: Case["kind"]) => figuresOf(all.filter((one) => one.kind === kind));
  return { outcome: of("outcome"), labelled: of("labelled") };
}

function figuresOf(cases: readonly Sure[]): ConfidenceFigures {
  const sure = cases.filter(({ confidence }) => confidence >= SURE);
  const shareRight = (of: readonly Sure[]) => of.filter(({ right }) => right).length / of.length;
  return {
    rows: cases.length,
    right: shareRight(cases),
    error: expectedCalibrationError(
      cases.map(({ confidence, right }) => ({ probability: confidence, happened: right })),
    ),
    sureShare: sure.length / cases.length,
    rightWhenSure: shareRight(sure),
  };
}
