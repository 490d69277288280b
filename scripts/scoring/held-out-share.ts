import { createRandom, type Random } from "../../modules/src/core/random.ts";
import { thresholdForShare } from "../../modules/src/evaluation/thresholds.ts";

/** What a threshold chosen on one part of the rows does on the other. Shares 0 to 1. */
export interface HeldOutShare {
  /** How often the rows were halved. */
  readonly halvings: number;
  readonly least: number;
  readonly mean: number;
  readonly most: number;
  /** Largest distance from the share that was asked for. */
  readonly farthest: number;
}

const HALVINGS = 50;

/** Shuffles and halves the scores again and again, chooses on one half and counts on the other. */
export function heldOutShare(scores: readonly number[], share: number, seed = 1): HeldOutShare {
  const random = createRandom(seed);
  const reached = Array.from({ length: HALVINGS }, () => {
    const shuffled = shuffle(scores, random);
    const half = Math.ceil(shuffled.length / 2);
    const { threshold } = thresholdForShare(shuffled.slice(0, half), share);
    return shareFrom(shuffled.slice(half), threshold);
  });
  return {
    halvings: HALVINGS,
    least: Math.min(...reached),
    mean: reached.reduce((sum, one) => sum + one, 0) / HALVINGS,
    most: Math.max(...reached),
    farthest: Math.max(...reached.map((one) => Math.abs(one - share))),
  };
}

/** Share of the scores that reach the threshold. */
export const shareFrom = (scores: readonly number[], threshold: number) =>
  scores.filter((score) => score >= threshold).length / scores.length;

/** The number with the fewest digits that parts the scores as the threshold does. */
export function plainThreshold(scores: readonly number[], threshold: number): number {
  const below = scores.reduce((most, score) => (score < threshold ? Math.max(most, score) : most), -Infinity);
  for (let digits = 2; digits < 15; digits++) {
    const plain = Math.floor(threshold * 10 ** digits) / 10 ** digits;
    if (plain > below && plain <= threshold) return plain;
  }
  return threshold;
}

function shuffle(scores: readonly number[], random: Random): number[] {
  const shuffled = [...scores];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] ?? 0, shuffled[last] ?? 0];
  }
  return shuffled;
}
