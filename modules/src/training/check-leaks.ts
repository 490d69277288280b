import { basename } from "node:path";
import { SettingsError } from "../core/errors.ts";
import { findLeaks, type LeakPair, type LeakRow } from "../evaluation/find-leaks.ts";
import type { TrainingRow } from "./training-row.ts";

/** Leaks that are named; a bad split has thousands. */
const NAMED = 5;

/** Rows of one file. */
export interface RowsOfFile {
  /** Its path, for the message. */
  readonly file: string;
  readonly rows: readonly TrainingRow[];
}

/**
 * Refuses rows whose test split is given away by what is learnt from, in their own file or another: the figures would be too
 * good. Rows without a split are learnt from.
 * @throws SettingsError naming the files and the rows.
 */
export function checkLeaks(files: readonly RowsOfFile[]): void {
  const rows = files.flatMap((one) => one.rows.map((row) => leakRow(row, files.length > 1 ? one.file : "")));
  if (!rows.some(({ split }) => split === "test")) return;
  const { exact, near, templates } = findLeaks(rows);
  const leaks = [
    ...exact.map((pair) => describe(pair, "the same text")),
    ...near.map((pair) => describe(pair, `${Math.round(100 * pair.likeness)} % the same`)),
    ...templates.map((template) => `template ${template} is in both splits`),
  ];
  if (leaks.length === 0) return;
  const more = leaks.length > NAMED ? `, and ${leaks.length - NAMED} more` : "";
  const which = files.map(({ file }) => basename(file)).join(", ");
  const verb = files.length > 1 ? "leak" : "leaks";
  throw new SettingsError(
    [
      `${which} ${verb} between ${files.length > 1 ? "the" : "its"} splits: ${leaks.slice(0, NAMED).join("; ")}${more}.`,
    ],
    "Put such rows into one split.",
  );
}

function leakRow({ id, prompt, split, template }: TrainingRow, file: string): LeakRow {
  const place = file === "" ? id : `${basename(file)} ${id}`;
  return { id: place, prompt, split: split ?? "dev", ...(template !== undefined && { template }) };
}

const describe = ({ dev, test }: LeakPair, how: string) => `${dev} (dev) and ${test} (test): ${how}`;
