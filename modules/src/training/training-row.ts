import type { Split } from "../evaluation/labelled-prompt.ts";
import type { OutcomePair } from "../evaluation/outcome.ts";
import type { Target } from "../routers/router.ts";

interface Row {
  readonly id: string;
  readonly prompt: string;
  /** `mmlu`, `gsm8k`; of labelled prompts `labelled`. */
  readonly benchmark: string;
  readonly domain: string;
  /** Rows of the split `test` are not learnt from. */
  readonly split?: Split | undefined;
  readonly template?: string | undefined;
}

/** A question of which is known whether a weak and a strong model answered it right. */
export interface OutcomeRow extends Row, OutcomePair {
  readonly kind: "outcome";
}

/** A prompt of which somebody said where it should go: an opinion, not an outcome. */
export interface LabelledRow extends Row {
  readonly kind: "labelled";
  readonly target: Target;
}

export type TrainingRow = OutcomeRow | LabelledRow;

/** Probability of each of OUTCOMES that a head is to learn for a row, and how much the row counts. */
export interface Lesson {
  readonly outcomes: readonly number[];
  readonly weight: number;
}

/** What a label says of the outcome: an assumption, not a measurement, and so a soft one. */
const LABEL_OUTCOMES: Readonly<Record<Target, readonly number[]>> = {
  local: [0.94, 0.03, 0.02, 0.01],
  cloud: [0.42, 0.1, 0.47, 0.01],
};

/** What is to be learnt from a row. */
export function lessonOf(row: TrainingRow, labelledWeight: number): Lesson {
  if (row.kind === "labelled") return { outcomes: LABEL_OUTCOMES[row.target], weight: labelledWeight };
  const { weakRight, strongRight } = row;
  const outcomes = [
    weakRight && strongRight,
    !weakRight && !strongRight,
    !weakRight && strongRight,
    weakRight && !strongRight,
  ];
  return { outcomes: outcomes.map(Number), weight: 1 };
}
