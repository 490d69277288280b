import type { Target } from "../routers/router.ts";
import type { Labelled } from "./labelled-prompt.ts";

/** A word of one row says more about that row than about where it goes. */
const LEAST_ROWS = 2;

/**
 * The words that tell rows of one target from rows of the other best, by the logarithm of how many times as often they come
 * there (each row once, half a row added to both sides), weighted by how often they come at all.
 */
export function typicalWords(rows: readonly Labelled[], target: Target, count: number): string[] {
  const counts = new Map<string, { there: number; elsewhere: number }>();
  let there = 0;
  for (const row of rows) {
    if (row.target === target) there += 1;
    for (const word of new Set(row.prompt.match(/\p{L}{3,}/gu) ?? [])) {
      const found = counts.get(word) ?? { there: 0, elsewhere: 0 };
      counts.set(word, found);
      if (row.target === target) found.there += 1;
      else found.elsewhere += 1;
    }
  }
  const elsewhere = rows.length - there;
  const worth = (found: { there: number; elsewhere: number }) =>
    Math.log((found.there + 0.5) / (there + 1) / ((found.elsewhere + 0.5) / (elsewhere + 1))) *
    Math.sqrt(found.there);
  return [...counts]
    .filter(([, found]) => found.there >= LEAST_ROWS)
    .map(([word, found]) => ({ word, worth: worth(found) }))
    .filter((one) => one.worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, count)
    .map(({ word }) => word);
}
