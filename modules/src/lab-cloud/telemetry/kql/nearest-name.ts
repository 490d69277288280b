/** ` Is 'duration' meant?`, or nothing when no name is near. */
export function nearest(name: string, known: readonly string[]): string {
  const wanted = name.toLowerCase();
  const scored = known
    .map((candidate) => ({ candidate, distance: distanceOf(wanted, candidate.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  const [best] = scored;
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3))
    ? ` Is '${best.candidate}' meant?`
    : "";
}

/** Letters to change, add or drop. */
function distanceOf(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, sign] of [...other].entries()) {
      const changed = (previous[column] ?? 0) + (letter === sign ? 0 : 1);
      current.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
