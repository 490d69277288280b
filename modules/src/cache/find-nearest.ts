import type { Meaning, StoredAnswer } from "./answer-store.ts";
import type { Conflict } from "./conflict.ts";
import { findConflict } from "./guards/find-conflict.ts";

export interface NearestOptions {
  /** Cosine from which two questions may share an answer. */
  readonly threshold: number;
  readonly guards: readonly Conflict[];
}

export interface Nearest {
  /** The nearest question that is near enough and differs in nothing that matters. */
  readonly found?: { readonly entry: StoredAnswer; readonly similarity: number };
  /** Cosine to the nearest question of all; undefined when there was none. */
  readonly nearest: number | undefined;
  /** What kept the nearest question that is near enough from being found. */
  readonly refused: Conflict | undefined;
}

/** Looks at each entry: exact, and for the thousands a partition holds as fast as an index. */
export function findNearest(
  asked: Meaning,
  entries: Iterable<StoredAnswer>,
  { threshold, guards }: NearestOptions,
): Nearest {
  let nearest: number | undefined;
  const near: { entry: StoredAnswer; meaning: Meaning; similarity: number }[] = [];
  for (const entry of entries) {
    const { meaning } = entry;
    if (meaning?.vector.length !== asked.vector.length) continue;
    const similarity = cosine(asked.vector, meaning.vector);
    if (nearest === undefined || similarity > nearest) nearest = similarity;
    if (similarity >= threshold) near.push({ entry, meaning, similarity });
  }
  near.sort((a, b) => b.similarity - a.similarity);
  let refused: Conflict | undefined;
  for (const { entry, meaning, similarity } of near) {
    const conflict = findConflict(asked.facts, meaning.facts, guards);
    if (conflict === undefined) return { found: { entry, similarity }, nearest, refused };
    refused ??= conflict;
  }
  return { nearest, refused };
}

/** Of two vectors of length 1. */
function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
