import type { Head } from "../onnx/head.ts";
import { TOKEN_SIGNALS } from "../onnx/token-classes.ts";
import type { FeatureTable } from "./feature-table.ts";

/** What each feature is multiplied with after `shift` is taken off. */
export interface Scaling {
  readonly shift: Float32Array;
  readonly factor: Float32Array;
}

/** Length that the vectors of meaning get, so that they learn as fast as the signals. */
const VECTOR_LENGTH = 6;
const LEAST_VARIANCE = 1e-8;

/** Vectors of meaning get a fixed length; signals get mean 0 and deviation 1 over the rows. */
export function fitScaling(table: FeatureTable): Scaling {
  const means = meansOf(table);
  const shift = new Float32Array(table.width);
  const factor = new Float32Array(table.width).fill(VECTOR_LENGTH);
  for (let column = table.width - TOKEN_SIGNALS.length; column < table.width; column++) {
    const mean = means[column] ?? 0;
    let squares = 0;
    for (let at = column; at < table.values.length; at += table.width)
      squares += ((table.values[at] ?? 0) - mean) ** 2;
    shift[column] = mean;
    factor[column] = 1 / Math.sqrt(squares / table.rows + LEAST_VARIANCE);
  }
  return { shift, factor };
}

/** The mean of each column. */
export function meansOf({ rows, width, values }: FeatureTable): Float32Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < values.length; at++) {
    const column = at % width;
    sums[column] = (sums[column] ?? 0) + (values[at] ?? 0);
  }
  return Float32Array.from(sums, (sum) => sum / rows);
}

export function applyScaling(table: FeatureTable, { shift, factor }: Scaling): FeatureTable {
  const { width } = table;
  const values = table.values.map(
    (value, at) => (value - (shift[at % width] ?? 0)) * (factor[at % width] ?? 1),
  );
  return { ...table, values };
}

/** A head that takes the features as they are: the scaling goes into its first layer. */
export function foldScaling(head: Head, { shift, factor }: Scaling): Head {
  const { hidden } = head;
  const weightsIn = head.weightsIn.map((weight, at) => weight * (factor[Math.floor(at / hidden)] ?? 1));
  const biasIn = head.biasIn.map((bias, unit) =>
    shift.reduce((sum, value, input) => sum - value * (weightsIn[input * hidden + unit] ?? 0), bias),
  );
  return { ...head, weightsIn, biasIn };
}
