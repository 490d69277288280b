import type { Meaning, StoredAnswer } from "./answer-store.ts";
import type { Conflict } from "./conflict.ts";
import { findConflict } from "./guards/find-conflict.ts";

export interface NearestOptions {
  /** Cosine from which two questions may share an answer. */
  readonly threshold: number;
  readonly guards: readonly Conflict[];
  /** Whether an entry may still be given. */
  readonly isKept: (entry: StoredAnswer) => boolean;
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
  { threshold, guards, isKept }: NearestOptions,
): Nearest {
  let nearest: number | undefined;
  const near: { entry: StoredAnswer; meaning: Meaning; similarity: number }[] = [];
  for (const entry of entries) {
    const { meaning } = entry;
    if (meaning?.vector.length !== asked.vector.length) continue;
    const similarity = cosine(asked.vector, meaning.vector);
    if (nearest === undefined || similarity > nearest) nearest = similarity;
    if (similarity >= threshold && isKept(entry)) near.push({ entry, meaning, similarity });
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

/** Of two vectors of the same width and of length 1. Four sums at a time: half as long as one after the other. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [one, two, three, four, at] = [0, 0, 0, 0, 0];
  for (; at + 3 < a.length; at += 4) {
    one += (a[at] ?? 0) * (b[at] ?? 0);
    two += (a[at + 1] ?? 0) * (b[at + 1] ?? 0);
    three += (a[at + 2] ?? 0) * (b[at + 2] ?? 0);
    four += (a[at + 3] ?? 0) * (b[at + 3] ?? 0);
  }
  for (; at < a.length; at++) one += (a[at] ?? 0) * (b[at] ?? 0);
  return one + two + three + four;
}
