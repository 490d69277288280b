import { RoutingError } from "../core/errors.ts";
import type { TrainingRow } from "./training-row.ts";

/** Fewer rows teach nothing that five folds could measure. */
const LEAST_ROWS = 20;

/**
 * @throws RoutingError when there are too few rows to learn from, or all of them say the same.
 */
export function checkEnoughRows(rows: readonly TrainingRow[]): void {
  if (rows.length < LEAST_ROWS) {
    throw tooLittle(
      `There are ${rows.length} rows to learn from (without those of the split test), and ${LEAST_ROWS} is the least.`,
      "Give more rows; some hundreds are worth something.",
    );
  }
  const [said, ...others] = new Set(rows.map(lessonIn));
  if (said === undefined || others.length > 0) return;
  throw tooLittle(
    `All ${rows.length} rows to learn from say the same: ${said}. There is nothing to tell apart.`,
    "Give rows of several outcomes or of both targets.",
  );
}

function lessonIn(row: TrainingRow): string {
  if (row.kind === "labelled") return `target ${row.target}`;
  return `weak_correct ${row.weakRight}, strong_correct ${row.strongRight}`;
}

const tooLittle = (message: string, hint: string) =>
  new RoutingError(message, { code: "TOO_FEW_ROWS", hint });
