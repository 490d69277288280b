import { percentile, type ScoredRow, type UnusableRow } from "../../modules/src/evaluation/index.ts";
import { compareFiles, type FileComparison } from "./compare-files.ts";
import { judgeLabels, type LabelReport, withLabel } from "./judge-labels.ts";
import {
  type JudgeOutcomesOptions,
  judgeOutcomes,
  type OutcomeReport,
  withOutcome,
} from "./judge-outcomes.ts";
import type { JudgedFile } from "./judged-file.ts";

/** What one scored file is worth. */
export interface FileReport {
  readonly file: string;
  readonly router: string;
  readonly rows: number;
  readonly split: "dev" | "test" | undefined;
  readonly leftOut: number;
  readonly unusable: readonly UnusableRow[];
  /** Milliseconds of a decision; absent when the file does not tell. */
  readonly ms?: { readonly p50: number; readonly p95: number };
  readonly outcomes?: OutcomeReport;
  readonly labels?: LabelReport;
}

export interface EvaluationReport {
  readonly resamples: number;
  readonly files: readonly FileReport[];
  readonly comparisons: readonly FileComparison[];
}

/** Judges each file beside the baselines, and the files against each other. */
export async function evaluateFiles(
  files: readonly JudgedFile[],
  options: JudgeOutcomesOptions,
): Promise<EvaluationReport> {
  const reports: FileReport[] = [];
  for (const file of files) reports.push(await evaluateFile(file, options));
  const { resamples } = options;
  return { resamples, files: reports, comparisons: compareFiles(files, resamples) };
}

async function evaluateFile(judged: JudgedFile, options: JudgeOutcomesOptions): Promise<FileReport> {
  const { rows, router, ...about } = judged;
  const outcomes = withOutcome(rows);
  const labelled = withLabel(rows);
  const ms = timesOf(rows);
  return {
    ...about,
    router,
    rows: rows.length,
    ...(ms && { ms }),
    ...(outcomes.length > 0 && { outcomes: await judgeOutcomes(router, outcomes, options) }),
    ...(labelled.length > 0 && { labels: await judgeLabels(router, labelled, options.resamples) }),
  };
}

function timesOf(rows: readonly ScoredRow[]): FileReport["ms"] {
  const ms = rows.flatMap((row) => (row.ms === undefined ? [] : [row.ms]));
  return ms.length === 0 ? undefined : { p50: percentile(ms, 0.5), p95: percentile(ms, 0.95) };
}
