import { SettingsError } from "../../modules/src/core/errors.ts";
import {
  type Comparison,
  compareRouters,
  compareScores,
  declareWinner,
  type ScoredRow,
  type Verdict,
} from "../../modules/src/evaluation/index.ts";
import { type LabelledRow, labelEvaluation, withLabel } from "./judge-labels.ts";
import { withOutcome } from "./judge-outcomes.ts";
import type { JudgedFile } from "./judged-file.ts";

/** Two files on the questions that both hold. */
export interface FileComparison extends Comparison, Verdict {
  /** Questions in both. */
  readonly rows: number;
}

/** Compares each file with each later one, question by question: by APGR on outcomes, by accuracy on labels. */
export function compareFiles(files: readonly JudgedFile[], resamples: number): FileComparison[] {
  return files.flatMap((left, at) =>
    files.slice(at + 1).flatMap((right) => comparePair(left, right, resamples)),
  );
}

function comparePair(left: JudgedFile, right: JudgedFile, resamples: number): FileComparison[] {
  const others = new Map(right.rows.map((row) => [row.id, row]));
  const pairs = left.rows.flatMap((row): [ScoredRow, ScoredRow][] => {
    const other = others.get(row.id);
    return other?.prompt === row.prompt ? [[row, other]] : [];
  });
  checkSameTruth(left, right, pairs);
  return [...onOutcomes(left, right, pairs, resamples), ...onLabels(left, right, pairs, resamples)];
}

/** What became of a question does not depend on who scored it: where two files differ, one of them is wrong. */
function checkSameTruth(left: JudgedFile, right: JudgedFile, pairs: Pairs): void {
  const [one, other] = pairs.find(([row, another]) => contradict(row, another)) ?? [];
  if (!one || !other) return;
  throw new SettingsError(
    [
      `${left.file} line ${one.line} and ${right.file} line ${other.line} say different things of what became of "${one.id}".`,
    ],
    "Score the same rows with both routers.",
  );
}

const contradict = (one: ScoredRow, other: ScoredRow) =>
  (one.outcome !== undefined &&
    other.outcome !== undefined &&
    (one.outcome.weakRight !== other.outcome.weakRight ||
      one.outcome.strongRight !== other.outcome.strongRight)) ||
  (one.label !== undefined && other.label !== undefined && one.label !== other.label);

type Pairs = readonly (readonly [ScoredRow, ScoredRow])[];

function onOutcomes(left: JudgedFile, right: JudgedFile, pairs: Pairs, resamples: number): FileComparison[] {
  const rows = pairs.flatMap(([row, other]) =>
    withOutcome([row]).map((outcome) => ({ ...outcome, otherScore: other.score })),
  );
  if (rows.length === 0) return [];
  const comparison = compareScores(
    { name: left.router, scoreOf: (row: (typeof rows)[number]) => row.score },
    { name: right.router, scoreOf: (row: (typeof rows)[number]) => row.otherScore },
    rows,
    { resamples },
  );
  return [{ rows: rows.length, ...comparison, ...declareWinner(comparison) }];
}

function onLabels(left: JudgedFile, right: JudgedFile, pairs: Pairs, resamples: number): FileComparison[] {
  const both = pairs.filter(([row, other]) => withLabel([row, other]).length === 2);
  if (both.length === 0) return [];
  const comparison = compareRouters(
    labelEvaluation(
      left.router,
      both.map(([row]) => row),
    ),
    labelEvaluation(
      right.router,
      both.map(([, other]) => other),
    ),
    { resamples, groupOf: ({ group }: LabelledRow) => group },
  );
  return [{ rows: both.length, ...comparison, ...declareWinner(comparison) }];
}
