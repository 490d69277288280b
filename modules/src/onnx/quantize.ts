/** A matrix in 8 bits: value = scale of its column (or row) x whole number. */
export interface Quantized {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

const LARGEST = 127;

/** One scale a row: for tables that are looked up row by row. */
export function quantizeRows(values: Float32Array, rows: number, columns: number): Quantized {
  const scales = new Float32Array(rows);
  const whole = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    const scale = scaleOf(values.subarray(row * columns, (row + 1) * columns));
    scales[row] = scale;
    for (let at = row * columns; at < (row + 1) * columns; at++)
      whole[at] = Math.round((values[at] ?? 0) / scale);
  }
  return { values: whole, scales };
}

/** One scale a column: for weights that a row vector is multiplied with from the left. */
export function quantizeColumns(values: Float32Array, rows: number, columns: number): Quantized {
  const rowwise = quantizeRows(transpose(values, rows, columns), columns, rows);
  const whole = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      whole[row * columns + column] = rowwise.values[column * rows + row] ?? 0;
  }
  return { values: whole, scales: rowwise.scales };
}

export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = values[row * columns + column] ?? 0;
  }
  return turned;
}

function scaleOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest === 0 ? 1 : largest / LARGEST;
}
