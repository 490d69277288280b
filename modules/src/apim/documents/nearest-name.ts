import { nearestName as nearestOf } from "../../config/nearest-name.ts";

/** Tells what a wrong name may have meant, or what is allowed when nothing is near: `Did you mean "set-header"?`. */
export function nearestName(wrong: string, allowed: readonly string[], what: string): string {
  if (allowed.length === 0) return `There are no ${what} here.`;
  const near = nearestOf(wrong, allowed);
  return near === undefined
    ? `Allowed ${what}: ${[...allowed].sort().join(", ")}.`
    : `Did you mean "${near}"?`;
}
