import { TOKEN_SIGNALS } from "../onnx/token-classes.ts";
import { type FeatureTable, rowOf } from "./feature-table.ts";

export interface NearRow {
  /** Place in the table. */
  readonly row: number;
  /** Cosine of the two meanings, -1 to 1. */
  readonly likeness: number;
}

/** The rows whose meaning is nearest to that of one prompt's features, nearest first. */
export function nearestRows(table: FeatureTable, features: Float32Array, count = 5): NearRow[] {
  const columns = table.width - TOKEN_SIGNALS.length;
  const likeness = (row: Float32Array) => {
    let sum = 0;
    for (let column = 0; column < columns; column++) sum += (row[column] ?? 0) * (features[column] ?? 0);
    return sum;
  };
  return Array.from({ length: table.rows }, (_, row) => ({ row, likeness: likeness(rowOf(table, row)) }))
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, count);
}
