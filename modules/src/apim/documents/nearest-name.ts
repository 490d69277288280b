/** Tells what a wrong name may have meant, or what is allowed when nothing is near: `Did you mean "set-header"?`. */
export function nearestName(wrong: string, allowed: readonly string[], what: string): string {
  if (allowed.length === 0) return `There are no ${what} here.`;
  const nearest = allowed
    .map((name) => ({ name, distance: editDistance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest && nearest.distance <= Math.max(1, wrong.length / 3)) return `Did you mean "${nearest.name}"?`;
  return `Allowed ${what}: ${[...allowed].sort().join(", ")}.`;
}

/** How many letters must be changed, put in or taken away (Levenshtein). */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (let column = 0; column < to.length; column++) {
      const change = (previous[column] ?? 0) + (letter === to[column] ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
