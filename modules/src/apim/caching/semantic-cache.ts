import type { StoredAnswer } from "./stored-answer.ts";

interface SemanticEntry {
  readonly partition: string;
  readonly vector: Float32Array;
  readonly prompt: string;
  readonly answer: StoredAnswer;
  readonly expiresAt: number;
}

/** The entry that lies nearest to a prompt. */
export interface SemanticMatch {
  readonly answer: StoredAnswer;
  /** 1 - cosine similarity: 0 for the same meaning, 1 for unrelated. */
  readonly distance: number;
  /** The prompt for which the answer was made. */
  readonly prompt: string;
}

/** Most answers that are kept; the oldest go first. */
const MOST_ENTRIES = 1000;

/** Answers by the meaning of their prompts. All of a partition are compared: exact, and quick for a thousand. */
export class SemanticCache {
  #entries: SemanticEntry[] = [];

  add(entry: SemanticEntry, now: number): void {
    this.#entries = this.#entries.filter(({ expiresAt }) => expiresAt > now).slice(1 - MOST_ENTRIES);
    this.#entries.push(entry);
  }

  nearest(partition: string, vector: Float32Array, now: number): SemanticMatch | undefined {
    let best: SemanticMatch | undefined;
    for (const entry of this.#entries) {
      if (entry.partition !== partition || entry.expiresAt <= now) continue;
      const distance = distanceBetween(entry.vector, vector);
      if (best === undefined || distance < best.distance) {
        best = { answer: entry.answer, distance, prompt: entry.prompt };
      }
    }
    return best;
  }
}

/** Cosine distance of two vectors of unit length; 1 when they are of different widths and so of different models. */
function distanceBetween(first: Float32Array, second: Float32Array): number {
  if (first.length !== second.length) return 1;
  let product = 0;
  for (const [index, value] of first.entries()) product += value * (second[index] ?? 0);
  // Rounding may lead a hair beyond.
  return Math.max(0, 1 - product);
}
