const WEEK = 7;

/** What a day is in the model: a level, how far along it is, and its weekday against the first one's. */
export function dayParts(place: number, weekdays: boolean): number[] {
  if (!weekdays) return [1, place];
  const weekday = place % WEEK;
  return [1, place, ...Array.from({ length: WEEK - 1 }, (_, at) => Number(weekday === at + 1))];
}

/** Weight of each known day in the least-squares prediction of a day, or of a sum of days, that has these parts. */
export function predictionWeights(known: readonly (readonly number[])[], parts: readonly number[]): number[] {
  const products = parts.map((_, row) =>
    parts.map((__, column) => known.reduce((sum, day) => sum + (day[row] ?? 0) * (day[column] ?? 0), 0)),
  );
  const solved = solve(products, parts);
  return known.map((day) => day.reduce((sum, part, at) => sum + part * (solved[at] ?? 0), 0));
}

/** Gauss's elimination with the largest pivot. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  const size = right.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (magnitude(row, column) > magnitude(best, column) ? row : best));
    const found = rows.indexOf(pivot);
    [rows[column], rows[found]] = [pivot, rows[column] ?? pivot];
    for (const row of rows)
      if (row !== pivot) subtract(row, pivot, (row[column] ?? 0) / (pivot[column] ?? 1));
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

const magnitude = (row: readonly number[], column: number) => Math.abs(row[column] ?? 0);

function subtract(row: number[], pivot: readonly number[], factor: number): void {
  for (const [at, value] of pivot.entries()) row[at] = (row[at] ?? 0) - factor * value;
}
