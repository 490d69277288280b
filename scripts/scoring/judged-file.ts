import { basename } from "node:path";
import { SettingsError } from "../../modules/src/core/errors.ts";
import { readScoredRows, type UnusableRow } from "../../modules/src/evaluation/read-scored-rows.ts";
import type { ScoredRow } from "../../modules/src/evaluation/scored-row.ts";

/** Rows of which split are judged; `auto`: those of the test split when a file has any, else all. */
export type SplitChoice = "auto" | "dev" | "test" | "all";

/** A scored file, ready to be judged. */
export interface JudgedFile {
  readonly file: string;
  /** Name of the router; with the file's name behind it when another file has the same. */
  readonly router: string;
  readonly rows: readonly ScoredRow[];
  /** Rows of the split that is not judged. */
  readonly leftOut: number;
  readonly split: "dev" | "test" | undefined;
  readonly unusable: readonly UnusableRow[];
}

export interface JudgeOptions {
  readonly split: SplitChoice;
  /** Decide at this score instead of as the file says. */
  readonly threshold?: number | undefined;
}

/**
 * Reads scored files.
 * @throws SettingsError when one of them holds nothing to judge.
 */
export function readJudged(files: readonly string[], options: JudgeOptions): JudgedFile[] {
  const read = files.map((file) => readOne(file, options));
  const names = read.map(({ router }) => router);
  return read.map((one) =>
    names.filter((name) => name === one.router).length > 1
      ? { ...one, router: `${one.router} (${one.file})` }
      : one,
  );
}

function readOne(path: string, { split: choice, threshold }: JudgeOptions): JudgedFile {
  const file = basename(path);
  const { rows, unusable } = readScoredRows(path);
  const split = choice === "auto" ? testIfAny(rows) : choice === "all" ? undefined : choice;
  const kept = rows.filter((row) => split === undefined || row.split === split);
  if (kept.length === 0) throw new SettingsError([`${file} has no rows of the split ${split}.`]);
  return {
    file,
    router: routerOf(file, kept),
    rows: kept.map((row) => decide(row, threshold)),
    leftOut: rows.length - kept.length,
    split,
    unusable,
  };
}

const testIfAny = (rows: readonly ScoredRow[]) =>
  rows.some(({ split }) => split === "test") ? ("test" as const) : undefined;

/** Scores of two routers have nothing in common that one threshold or curve could use. */
function routerOf(file: string, rows: readonly ScoredRow[]): string {
  const names = [...new Set(rows.map(({ router }) => router))];
  if (names.length === 1) return names[0] ?? "";
  throw new SettingsError(
    [`${file} has scores of several routers: ${names.join(", ")}.`],
    "Put each router's rows in a file of its own.",
  );
}

/** At the threshold that is asked for, else as the file says, else at the file's threshold. */
function decide(row: ScoredRow, asked: number | undefined): ScoredRow {
  const threshold = asked ?? row.threshold;
  if (threshold === undefined || (asked === undefined && row.decided !== undefined)) return row;
  return { ...row, threshold, decided: row.score >= threshold ? "cloud" : "local" };
}
