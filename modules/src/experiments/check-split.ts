import { twoSidedP } from "./anytime-interval.ts";
import type { SplitCheck } from "./experiment-report.ts";
import { sumOf, type VariantTally } from "./variant-tally.ts";

interface SplitVariant {
  readonly weight: number;
  readonly tally: VariantTally;
  readonly stopped: boolean;
}

const SUSPICIOUS_P = 0.001;
const LEAST_GROUPS = 30;

/** Compares the shares of requests with those dealt; a variant that was stopped is left out of both. */
export function checkSplit(variants: readonly SplitVariant[]): SplitCheck {
  const running = variants.filter(({ stopped }) => !stopped);
  const counts = running.map(({ tally }) => tally.success.requests);
  const all = counts[0]?.map((_, group) => counts.reduce((sum, of) => sum + (of[group] ?? 0), 0));
  const total = all === undefined ? 0 : sumOf(all);
  const weights = running.reduce((sum, { weight }) => sum + weight, 0);
  const expected = running.map(({ weight }) => weight / weights);
  const seen = counts.map((of) => (total === 0 ? Number.NaN : sumOf(of) / total));
  if (all === undefined || all.filter((count) => count > 0).length < LEAST_GROUPS)
    return { expected, seen, p: 1, suspicious: false };
  const least = Math.min(...counts.map((of, place) => chanceOf(of, all, expected[place] ?? 0)));
  const p = Math.min(1, least * running.length);
  return { expected, seen, p, suspicious: p < SUSPICIOUS_P };
}

/** Probability of a share so far off, from the spread between groups: requests of one user come together. */
function chanceOf(counts: Float64Array, all: Float64Array, expected: number): number {
  const off = all.map((count, group) => (counts[group] ?? 0) - expected * count);
  const error = Math.sqrt(off.reduce((sum, value) => sum + value * value, 0));
  return error === 0 ? 1 : twoSidedP(sumOf(off) / error);
}
