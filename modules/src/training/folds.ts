import { createHash } from "node:crypto";
import type { Estimate } from "../onnx/head.ts";
import { type FeatureTable, takeRows } from "./feature-table.ts";
import { type LearnOptions, learnRouter } from "./learn-router.ts";
import type { TrainingRow } from "./training-row.ts";

export interface FoldOptions {
  /** Default 5. */
  readonly folds?: number;
  readonly seed?: number;
  /** Rows of one group are in one fold. By default rows of one template, or with the same text. */
  readonly groupOf?: (row: TrainingRow) => string;
}

/** The fold of each row, 0 to folds - 1, by a hash of its group: another order or other rows change no row's fold. */
export function foldsOf(
  rows: readonly TrainingRow[],
  { folds = 5, seed = 1, groupOf = ({ template, prompt }) => template ?? prompt }: FoldOptions = {},
): number[] {
  const foldOf = (row: TrainingRow) =>
    createHash("sha256")
      .update(`${seed}\n${groupOf(row)}`)
      .digest()
      .readUInt32BE(0) % folds;
  return rows.map(foldOf);
}

/**
 * One fold for each benchmark with outcomes, to hold it out whole; labelled rows are in none (-1), they are always learnt from.
 */
function benchmarkFolds(rows: readonly TrainingRow[]): number[] {
  const names = [...new Set(rows.flatMap((row) => (row.kind === "outcome" ? [row.benchmark] : [])))];
  return rows.map((row) => (row.kind === "outcome" ? names.indexOf(row.benchmark) : -1));
}

/** Rows apart from their training: what is learnt from, and what is kept to measure. */
export interface Parts {
  readonly learn: { readonly rows: readonly TrainingRow[]; readonly features: FeatureTable };
  readonly heldOut: { readonly rows: readonly TrainingRow[]; readonly features: FeatureTable };
}

/** Keeps the rows of one fold out. */
export function holdOut(
  rows: readonly TrainingRow[],
  features: FeatureTable,
  folds: readonly number[],
  fold = 0,
): Parts {
  const pick = (wanted: (fold: number) => boolean) => {
    const places = folds.flatMap((one, place) => (wanted(one) ? [place] : []));
    return { rows: places.flatMap((place) => rows[place] ?? []), features: takeRows(features, places) };
  };
  return { learn: pick((one) => one !== fold), heldOut: pick((one) => one === fold) };
}

/** A row and what a head said of it that had not learnt from it. */
export interface Judgement extends Estimate {
  readonly row: TrainingRow;
}

/** Trains a head on the other rows and lets it judge those of one fold. */
export async function judgeFold(
  { rows, features, ...options }: LearnOptions,
  folds: readonly number[],
  fold = 0,
): Promise<Judgement[]> {
  const { learn, heldOut } = holdOut(rows, features, folds, fold);
  if (heldOut.rows.length === 0 || learn.rows.length === 0) return [];
  const trained = await learnRouter({ ...options, ...learn });
  const estimates = trained.estimate(heldOut.features);
  return heldOut.rows.flatMap((row, at) => {
    const estimate = estimates[at];
    return estimate ? [{ row, ...estimate }] : [];
  });
}

/** Judges every row by a head that has not learnt from its fold: as many trainings as there are folds. */
export async function judgeAllFolds(options: LearnOptions, folds: readonly number[]): Promise<Judgement[]> {
  const judged: Judgement[] = [];
  for (const fold of [...new Set(folds)].sort((one, other) => one - other))
    judged.push(...(await judgeFold(options, folds, fold)));
  return judged;
}

/** Judges the rows of each benchmark by a head that has learnt from no row of it; nothing where there is but one. */
export async function judgeBenchmarks(options: LearnOptions): Promise<Judgement[]> {
  const folds = benchmarkFolds(options.rows);
  const judged: Judgement[] = [];
  const names = new Set(folds.filter((fold) => fold >= 0));
  if (names.size < 2) return judged;
  for (const fold of names) judged.push(...(await judgeFold(options, folds, fold)));
  return judged;
}
