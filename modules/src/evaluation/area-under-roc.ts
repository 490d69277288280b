export interface ScoredCase {
  readonly score: number;
  /** Whether the thing looked for is there: it needs the cloud, the weak model is wrong. */
  readonly positive: boolean;
}

/**
 * How often a positive case has a higher score than a negative one, equal scores counting half: 0.5 is chance, 1 perfect
 * order. NaN when one of the two kinds is missing.
 */
export function areaUnderRoc(cases: readonly ScoredCase[]): number {
  const sorted = [...cases].sort((a, b) => a.score - b.score);
  const positives = sorted.filter(({ positive }) => positive).length;
  const negatives = sorted.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  let below = 0;
  let won = 0;
  for (let at = 0; at < sorted.length; ) {
    const tied = countTied(sorted, at);
    const tiedNegatives = tied.cases - tied.positives;
    won += tied.positives * (below + tiedNegatives / 2);
    below += tiedNegatives;
    at += tied.cases;
  }
  return won / (positives * negatives);
}

function countTied(sorted: readonly ScoredCase[], from: number): { cases: number; positives: number } {
  const score = sorted[from]?.score;
  let cases = 0;
  let positives = 0;
  for (let at = from; at < sorted.length && sorted[at]?.score === score; at++) {
    cases += 1;
    positives += Number(sorted[at]?.positive);
  }
  return { cases, positives };
}
