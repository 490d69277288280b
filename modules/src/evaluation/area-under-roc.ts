import { areaOfSample, checkScores, everyRowOnce } from "./sorted-outcomes.ts";

export interface ScoredCase {
  readonly score: number;
  /** Whether the thing looked for is there: it needs the cloud, the weak model is wrong. */
  readonly positive: boolean;
}

/**
 * How often a positive case has a higher score than a negative one, equal scores counting half: 0.5 is chance, 1 perfect
 * order. NaN when one of the two kinds is missing.
 * @throws RoutingError when a score is no finite number.
 */
export function areaUnderRoc(cases: readonly ScoredCase[]): number {
  checkScores(Float64Array.from(cases, ({ score }) => score));
  const sorted = [...cases].sort((a, b) => a.score - b.score);
  return areaOfSample(
    { scores: Float64Array.from(sorted, ({ score }) => score), places: Uint32Array.from(sorted.keys()) },
    Uint8Array.from(sorted, ({ positive }) => Number(positive)),
    everyRowOnce(sorted.length),
  );
}
