import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** One JSON object a line, as the files of `data/` hold them. */
export const toJsonLines = (rows: readonly object[]) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Writes all rows or none: a stopped command leaves the file as it was. */
export function writeJsonLines(file: string, rows: readonly object[]): void {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part`;
  writeFileSync(part, toJsonLines(rows));
  renameSync(part, file);
}
