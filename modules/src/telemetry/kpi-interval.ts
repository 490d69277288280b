/** Where a figure lies in 95 of 100 such samples. */
export interface KpiInterval {
  readonly low: number;
  readonly high: number;
}

/** Standard errors to each side of a normal value that hold 95 %. */
const Z = 1.959964;

/** Of a share of `n`: Wilson's interval, which stays within 0 and 1 and is right for few. */
export function shareInterval(hits: number, n: number): KpiInterval | undefined {
  if (n === 0) return undefined;
  const share = hits / n;
  const middle = share + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  const whole = 1 + Z ** 2 / n;
  return { low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
}

/** Of the mean of independent values; needs two. */
export function meanInterval(values: readonly number[]): KpiInterval | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const mean = sumOf(values) / n;
  const variance = sumOf(values.map((value) => (value - mean) ** 2)) / (n - 1);
  const half = Z * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half };
}

/** Of Σ above / Σ below, whose terms belong together pair by pair (delta method); needs two. */
export function ratioInterval(
  pairs: readonly { readonly above: number; readonly below: number }[],
): KpiInterval | undefined {
  const below = sumOf(pairs.map((pair) => pair.below));
  if (pairs.length < 2 || below === 0) return undefined;
  const n = pairs.length;
  const ratio = sumOf(pairs.map((pair) => pair.above)) / below;
  const rests = pairs.map((pair) => (pair.above - ratio * pair.below) ** 2);
  const half = (Z * Math.sqrt((sumOf(rests) * n) / (n - 1))) / below;
  return { low: ratio - half, high: ratio + half };
}

/** Of a quantile: the values between whose ranks it lies (normal approximation). Undefined when there are too few for both ends. */
export function quantileInterval(values: readonly number[], share: number): KpiInterval | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const half = Z * Math.sqrt(n * share * (1 - share));
  const [low, high] = [sorted[Math.floor(n * share - half)], sorted[Math.ceil(n * share + half)]];
  return low === undefined || high === undefined ? undefined : { low, high };
}

/** The least value that this share of them does not exceed; undefined of none. */
export function quantileOf(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
