import { promptsFile } from "../../modules/src/evaluation/read-prompts.ts";
import { scoreOfGain } from "../../modules/src/onnx/index.ts";
import {
  calibrate,
  embedPrompts,
  foldsOf,
  judgeAllFolds,
  readTrainingRows,
  type TrainingRow,
} from "../../modules/src/training/index.ts";
import { outcomeId } from "./derive-outcomes.ts";
import type { FullRow } from "./full-row.ts";

/** Share of questions for the strong model that the scores' scale is fitted to; the order of the scores does not depend on it. */
const SHARE = 0.3;

/**
 * What BERT routers of the shipped recipe say of questions they have not learnt from, 0 to 1, by outcome id: five heads, each
 * trained without a fifth of the questions. MMLU is parted by subject, so that each question is judged by a head that never
 * saw its subject; others are parted by question. The shipped router itself has learnt from these questions.
 */
export async function scoreHeldOut(
  rows: readonly FullRow[],
  onProgress: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const outcomes = [...new Map(rows.map((row) => [outcomeId(row), row]))].map(([id, row]) =>
    trainingRow(id, row),
  );
  const labelled = readTrainingRows(promptsFile).filter(({ split }) => split === "dev");
  const all = [...outcomes, ...labelled];
  const features = await embedPrompts(
    all.map(({ prompt }) => prompt),
    { onProgress },
  );
  const folds = foldsOf(all, { groupOf });
  const judged = await judgeAllFolds({ rows: all, features }, folds);
  const { scale } = calibrate(judged, SHARE);
  return new Map(judged.map(({ row, gain }) => [row.id, scoreOfGain(gain, scale)]));
}

const trainingRow = (id: string, row: FullRow): TrainingRow => ({
  kind: "outcome",
  id,
  prompt: row.prompt,
  benchmark: row.benchmark,
  domain: row.domain,
  weakRight: row.weak_correct,
  strongRight: row.strong_correct,
});

function groupOf({ benchmark, domain, prompt, template }: TrainingRow): string {
  return benchmark === "mmlu" ? domain : (template ?? prompt);
}
