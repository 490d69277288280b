/** A row of features for each prompt, row by row. */
export interface FeatureTable {
  readonly rows: number;
  /** Numbers in a row: the meaning, then the token signals. */
  readonly width: number;
  readonly values: Float32Array;
}

/** One row, a view. */
export const rowOf = ({ width, values }: FeatureTable, row: number): Float32Array =>
  values.subarray(row * width, (row + 1) * width);

/** Some of the rows, in the given order. */
export function takeRows(table: FeatureTable, wanted: readonly number[]): FeatureTable {
  const values = new Float32Array(wanted.length * table.width);
  for (const [at, row] of wanted.entries()) values.set(rowOf(table, row), at * table.width);
  return { rows: wanted.length, width: table.width, values };
}
