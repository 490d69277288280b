import {
  areaUnderRoc,
  type Calibration,
  measureCalibration,
  type ProbabilityCase,
  type ScoredRow,
} from "../../modules/src/evaluation/index.ts";
import type { OutcomeRow } from "./judge-outcomes.ts";

/** How true a probability is that a router gave. */
export interface CalibrationFigure extends Calibration {
  /** What was read as a probability: `scores.strong_better`. */
  readonly probability: string;
  /** Of what: `only the strong model is right`. */
  readonly event: string;
  /** How well it orders the rows where that happened above the others: area under the ROC curve. */
  readonly area: number;
}

interface Probabilities {
  readonly probability: string;
  readonly event: string;
  readonly cases: readonly ProbabilityCase[];
}

export const measureProbabilities = (all: readonly Probabilities[], resamples: number): CalibrationFigure[] =>
  all.map(({ probability, event, cases }) => ({
    probability,
    event,
    area: areaUnderRoc(cases.map((one) => ({ score: one.probability, positive: one.happened }))),
    ...measureCalibration(cases, { resamples }),
  }));

/** Every probability that all rows carry, next to what it is a probability of. */
export function outcomeProbabilities(rows: readonly OutcomeRow[]): Probabilities[] {
  return [
    probabilities(rows, "scores.strong_better", "only the strong model is right", (row) => ({
      probability: row.scores?.strong_better,
      happened: row.strongRight && !row.weakRight,
    })),
    probabilities(rows, "scores.weak_better", "only the weak model is right", (row) => ({
      probability: row.scores?.weak_better,
      happened: row.weakRight && !row.strongRight,
    })),
    probabilities(rows, "scores.weakWrong", "the weak model is wrong", (row) => ({
      probability: row.scores?.weakWrong,
      happened: !row.weakRight,
    })),
    probabilities(rows, "confidence", "the model that was not chosen is not better", (row) => ({
      probability: row.confidence,
      happened: row.decided === "cloud" ? row.strongRight >= row.weakRight : row.weakRight >= row.strongRight,
    })),
    probabilities(rows, "score", "the weak model is wrong", (row) => ({
      probability: row.score,
      happened: !row.weakRight,
    })),
  ].flat();
}

/** The same for rows with a label. */
export function labelProbabilities(rows: readonly ScoredRow[]): Probabilities[] {
  return [
    probabilities(rows, "confidence", "the decision is that of the label", (row) => ({
      probability: row.confidence,
      happened: row.decided === row.label,
    })),
    probabilities(rows, "score", "the label is cloud", (row) => ({
      probability: row.score,
      happened: row.label === "cloud",
    })),
  ].flat();
}

function probabilities<Row>(
  rows: readonly Row[],
  probability: string,
  event: string,
  caseOf: (row: Row) => { readonly probability: number | undefined; readonly happened: boolean },
): Probabilities[] {
  const cases = rows.flatMap((row) => {
    const { probability: value, happened } = caseOf(row);
    return value !== undefined && value >= 0 && value <= 1 ? [{ probability: value, happened }] : [];
  });
  return cases.length > 0 && cases.length === rows.length ? [{ probability, event, cases }] : [];
}
