import { createRandom } from "../../modules/src/core/random.ts";
import type { TuningFileRow } from "./tuning-rows.ts";

/** So many rows, half of each target as far as there are so many, drawn by lot: the same rows for the same seed. */
export function drawRows(rows: readonly TuningFileRow[], count: number, seed: number): TuningFileRow[] {
  const random = createRandom(seed);
  const lots = rows
    .map((row) => ({ row, lot: random() }))
    .sort((one, other) => one.lot - other.lot)
    .map(({ row }) => row);
  const [local, cloud] = [
    lots.filter(({ target }) => target === "local"),
    lots.filter(({ target }) => target === "cloud"),
  ];
  const ofCloud = Math.min(cloud.length, Math.max(Math.floor(count / 2), count - local.length));
  return [...local.slice(0, count - ofCloud), ...cloud.slice(0, ofCloud)];
}
