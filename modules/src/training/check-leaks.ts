import { basename } from "node:path";
import { SettingsError } from "../core/errors.ts";
import { findLeaks, type LeakPair } from "../evaluation/find-leaks.ts";
import type { TrainingRow } from "./training-row.ts";

/** Leaks that are named; a bad split has thousands. */
const NAMED = 5;

/**
 * Refuses rows whose test split is given away by their dev split: the figures would be too good.
 * @param file where they are from, for the message
 * @throws SettingsError naming the rows.
 */
export function checkLeaks(rows: readonly TrainingRow[], file: string): void {
  const split = rows.flatMap(({ id, prompt, split, template }) =>
    split === undefined ? [] : [{ id, prompt, split, ...(template !== undefined && { template }) }],
  );
  const { exact, near, templates } = findLeaks(split);
  const leaks = [
    ...exact.map((pair) => describe(pair, "the same text")),
    ...near.map((pair) => describe(pair, `${Math.round(100 * pair.likeness)} % the same`)),
    ...templates.map((template) => `template ${template} is in both splits`),
  ];
  if (leaks.length === 0) return;
  const more = leaks.length > NAMED ? `, and ${leaks.length - NAMED} more` : "";
  throw new SettingsError(
    [`${basename(file)} leaks between its splits: ${leaks.slice(0, NAMED).join("; ")}${more}.`],
    "Put such rows into one split.",
  );
}

const describe = ({ dev, test }: LeakPair, how: string) => `${dev} (dev) and ${test} (test): ${how}`;
