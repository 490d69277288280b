/** Counts values in bins whose width grows with them, so that every quantile is right to within 1 %. */
export interface QuantileSketch {
  readonly count: number;
  readonly sum: number;
  add(value: number): void;
  merge(other: QuantileSketch): void;
  /** The least value that the share `at` (0 to 1) of all does not exceed, by nearest rank; undefined without values. */
  quantile(at: number): number | undefined;
  readonly bins: ReadonlyMap<number, number>;
}

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);
/** Smaller values count as this. */
const LEAST = 1e-6;

export function createQuantileSketch(): QuantileSketch {
  const bins = new Map<number, number>();
  let count = 0;
  let sum = 0;
  const put = (bin: number, times: number) => bins.set(bin, (bins.get(bin) ?? 0) + times);
  return {
    bins,
    get count() {
      return count;
    },
    get sum() {
      return sum;
    },
    add(value) {
      put(Math.ceil(Math.log(Math.max(value, LEAST)) / LOG_GAMMA), 1);
      count += 1;
      sum += value;
    },
    merge(other) {
      for (const [bin, times] of other.bins) put(bin, times);
      count += other.count;
      sum += other.sum;
    },
    quantile(at) {
      let rank = Math.max(0, Math.ceil(at * count) - 1);
      for (const [bin, times] of [...bins].sort(([a], [b]) => a - b)) {
        rank -= times;
        if (rank < 0) return (2 * GAMMA ** bin) / (GAMMA + 1);
      }
      return undefined;
    },
  };
}
