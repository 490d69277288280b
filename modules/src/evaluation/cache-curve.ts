import { CONFLICTS, type Conflict } from "../cache/conflict.ts";
import { findConflict } from "../cache/guards/find-conflict.ts";
import { readFacts } from "../cache/guards/question-facts.ts";
import { RoutingError } from "../core/errors.ts";
import { bootstrapInterval, type Interval } from "./bootstrap.ts";
import type { QuestionPair } from "./question-pair.ts";

/** A pair with what a semantic cache sees of it. */
export interface ScoredPair extends QuestionPair {
  /** Cosine, -1 to 1. */
  readonly similarity: number;
  /** All that the guards find the two to differ in. */
  readonly conflicts: readonly Conflict[];
}

/** One threshold's figures. A pair is hit when it is near enough and no guard objects. */
export interface CachePoint {
  readonly threshold: number;
  /** Share of the pairs that may share an answer that are hit. */
  readonly hits: number;
  /** Share of the pairs that must not share one that are hit all the same. */
  readonly falseHits: number;
}

/** Embeds each text once. */
export async function scorePairs(
  pairs: readonly QuestionPair[],
  embed: (text: string) => Promise<Float32Array>,
): Promise<ScoredPair[]> {
  const vectors = new Map<string, Float32Array>();
  for (const text of new Set(pairs.flatMap(({ asked, stored }) => [asked, stored])))
    vectors.set(text, await embed(text));
  return pairs.map((pair) => {
    const [asked, stored] = [readFacts(pair.asked), readFacts(pair.stored)];
    return {
      ...pair,
      similarity: cosine(vectors.get(pair.asked), vectors.get(pair.stored)),
      conflicts: CONFLICTS.filter((conflict) => findConflict(asked, stored, [conflict])),
    };
  });
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  let [sum, lengthA, lengthB] = [0, 0, 0];
  for (const [at, left] of (a ?? new Float32Array()).entries()) {
    const right = b?.[at] ?? 0;
    sum += left * right;
    lengthA += left * left;
    lengthB += right * right;
  }
  return sum / Math.sqrt(lengthA * lengthB);
}

/** The figures of each threshold, under these guards. */
export function cacheCurve(
  pairs: readonly ScoredPair[],
  thresholds: readonly number[],
  guards: readonly Conflict[],
): CachePoint[] {
  const [alike, unlike] = [pairs.filter(mayShare), pairs.filter((pair) => !mayShare(pair))];
  return thresholds.map((threshold) => ({
    threshold,
    hits: shareHit(alike, threshold, guards),
    falseHits: shareHit(unlike, threshold, guards),
  }));
}

const mayShare = ({ difference }: QuestionPair) => difference === undefined;

function shareHit(pairs: readonly ScoredPair[], threshold: number, guards: readonly Conflict[]): number {
  return pairs.filter((pair) => isHit(pair, threshold, guards)).length / pairs.length;
}

export function isHit(
  { similarity, conflicts }: ScoredPair,
  threshold: number,
  guards: readonly Conflict[],
): boolean {
  return similarity >= threshold && !conflicts.some((conflict) => guards.includes(conflict));
}

/**
 * One threshold's figures with the ranges in which other families of questions would put them. Families are drawn whole. Where
 * no pair at all is hit, drawing says nothing; the range then ends where no hit in so many families would be a chance of 5 %.
 */
export function cacheIntervals(
  pairs: readonly ScoredPair[],
  threshold: number,
  guards: readonly Conflict[],
): { readonly hits: Interval; readonly falseHits: Interval } {
  const measured = (chosen: readonly ScoredPair[]) => {
    const rows = chosen.map((pair) => ({ family: pair.family, hit: isHit(pair, threshold, guards) }));
    const shareOf = (drawn: readonly { hit: boolean }[]) =>
      drawn.filter(({ hit }) => hit).length / drawn.length;
    const interval = bootstrapInterval(rows, shareOf, { groupOf: ({ family }) => family });
    const families = new Set(chosen.map(({ family }) => family)).size;
    return interval.value === 0 ? { ...interval, high: 1 - 0.05 ** (1 / families) } : interval;
  };
  return {
    hits: measured(pairs.filter(mayShare)),
    falseHits: measured(pairs.filter((pair) => !mayShare(pair))),
  };
}

/** Hits that are given away for a higher threshold, which errs less on questions that are not in the set. */
const GIVEN_AWAY = 0.02;

/**
 * The threshold for a budget: of those within it, the highest whose hits are within two points of the most.
 * @throws RoutingError when none is within it.
 */
export function thresholdForBudget(curve: readonly CachePoint[], budget: number): CachePoint {
  const within = curve.filter(({ falseHits }) => falseHits <= budget);
  const most = Math.max(...within.map(({ hits }) => hits));
  const chosen = within
    .filter(({ hits }) => hits >= most - GIVEN_AWAY)
    .sort((a, b) => b.threshold - a.threshold)[0];
  if (chosen) return chosen;
  const least = Math.min(...curve.map(({ falseHits }) => falseHits));
  throw new RoutingError(`No threshold keeps false hits at or below ${100 * budget} %.`, {
    code: "NO_THRESHOLD",
    hint: `The least is ${(100 * least).toFixed(1)} %.`,
  });
}
