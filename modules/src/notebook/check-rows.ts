import { LabError } from "../core/errors.ts";
import { describeValue } from "./describe-value.ts";

/**
 * Refuses what is no list of objects, as a notebook may give it in spite of the types.
 * @throws LabError in one line
 */
export function checkRows(rows: readonly unknown[], drawnBy: string): void {
  if (!Array.isArray(rows))
    throw notDrawable(`${drawnBy} draws an array of objects, not ${describeValue(rows)}.`);
  const place = rows.findIndex((row) => typeof row !== "object" || row === null);
  if (place !== -1)
    throw notDrawable(
      `${drawnBy} draws an array of objects; number ${place} is ${describeValue(rows[place])}.`,
    );
}

function notDrawable(message: string): LabError {
  return new LabError(message, {
    code: "NOT_DRAWABLE",
    hint: "Has the cell that makes the rows been run, and is everything in it awaited?",
  });
}
