/** Matrices of a product, row by row. */
export interface Product {
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** What the product is added to. */
  readonly sum: Float32Array;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Rows that are worked on together: each weight is read once for all of them. */
const TOGETHER = 4;

/** Adds left [rows, inner] x right [inner, columns] to `sum` [rows, columns]. */
export function addProduct({ left, right, sum, rows, inner, columns }: Product): void {
  for (let row = 0; row < rows; row += TOGETHER) {
    const [first, second, third, fourth] = fourRows(row, rows);
    for (let step = 0; step < inner; step++) {
      const a = left[first * inner + step] ?? 0;
      const b = row + 1 < rows ? (left[second * inner + step] ?? 0) : 0;
      const c = row + 2 < rows ? (left[third * inner + step] ?? 0) : 0;
      const d = row + 3 < rows ? (left[fourth * inner + step] ?? 0) : 0;
      const at = step * columns;
      for (let column = 0; column < columns; column++) {
        const weight = right[at + column] ?? 0;
        sum[first * columns + column] = (sum[first * columns + column] ?? 0) + a * weight;
        sum[second * columns + column] = (sum[second * columns + column] ?? 0) + b * weight;
        sum[third * columns + column] = (sum[third * columns + column] ?? 0) + c * weight;
        sum[fourth * columns + column] = (sum[fourth * columns + column] ?? 0) + d * weight;
      }
    }
  }
}

/** Adds the transpose of left [rows, inner] x right [rows, columns] to `sum` [inner, columns]. */
export function addTransposedProduct({ left, right, sum, rows, inner, columns }: Product): void {
  for (let row = 0; row < rows; row += TOGETHER) {
    const [first, second, third, fourth] = fourRows(row, rows);
    for (let step = 0; step < inner; step++) {
      const a = left[first * inner + step] ?? 0;
      const b = row + 1 < rows ? (left[second * inner + step] ?? 0) : 0;
      const c = row + 2 < rows ? (left[third * inner + step] ?? 0) : 0;
      const d = row + 3 < rows ? (left[fourth * inner + step] ?? 0) : 0;
      const at = step * columns;
      for (let column = 0; column < columns; column++)
        sum[at + column] =
          (sum[at + column] ?? 0) +
          a * (right[first * columns + column] ?? 0) +
          b * (right[second * columns + column] ?? 0) +
          c * (right[third * columns + column] ?? 0) +
          d * (right[fourth * columns + column] ?? 0);
    }
  }
}

/** Four row numbers from `row` on; past the end the last row stands in, and the caller gives it the factor 0. */
function fourRows(row: number, rows: number): [number, number, number, number] {
  const last = rows - 1;
  return [row, Math.min(row + 1, last), Math.min(row + 2, last), Math.min(row + 3, last)];
}
