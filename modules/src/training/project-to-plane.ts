import { createRandom, normalOf } from "../core/random.ts";
import { type FeatureTable, rowOf } from "./feature-table.ts";
import { meansOf } from "./scaling.ts";

export type Point = readonly [x: number, y: number];

const STEPS = 60;

/**
 * A map of prompts: the two directions in which their meanings differ most (principal components, by power iteration). Near on
 * the map is often near in meaning; what the other directions hold is not shown. The same rows give the same map.
 * @param columns how many of the first columns are meaning; default all
 */
export function projectToPlane(table: FeatureTable, columns: number = table.width): Point[] {
  const means = meansOf(table);
  const rows = Array.from({ length: table.rows }, (_, row) =>
    rowOf(table, row)
      .subarray(0, columns)
      .map((value, column) => value - (means[column] ?? 0)),
  );
  const first = strongestDirection(rows, columns, []);
  const second = strongestDirection(rows, columns, [first]);
  return rows.map((row) => [dot(row, first), dot(row, second)]);
}

function strongestDirection(
  rows: readonly Float32Array[],
  columns: number,
  taken: readonly Float64Array[],
): Float64Array {
  const random = createRandom(1);
  let direction: Float64Array = Float64Array.from({ length: columns }, () => normalOf(random));
  for (let step = 0; step < STEPS; step++) {
    const next = new Float64Array(columns);
    for (const row of rows) {
      const share = dot(row, direction);
      for (let column = 0; column < columns; column++)
        next[column] = (next[column] ?? 0) + share * (row[column] ?? 0);
    }
    direction = unit(apart(next, taken));
  }
  return direction;
}

/** What is left of a direction that points nowhere into those that are taken. */
function apart(direction: Float64Array, taken: readonly Float64Array[]): Float64Array {
  return taken.reduce((left, other) => {
    const share = dot(left, other);
    return left.map((value, column) => value - share * (other[column] ?? 0));
  }, direction);
}

function unit(direction: Float64Array): Float64Array {
  const length = Math.hypot(...direction);
  return length === 0 ? direction : direction.map((value) => value / length);
}

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let column = 0; column < one.length; column++) sum += (one[column] ?? 0) * (other[column] ?? 0);
  return sum;
}
