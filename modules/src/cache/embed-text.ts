import { LRUCache } from "lru-cache";
import type { Clock } from "../core/clock.ts";
import { ModelError } from "../core/errors.ts";

/** The meaning of a text as a vector. Vectors of like texts lie in like directions. */
export type EmbedText = (text: string) => Promise<Float32Array>;

export interface EmbedderOptions {
  readonly embed: EmbedText;
  readonly clock: Clock;
  /** Milliseconds after which an embedder is not waited for any longer. */
  readonly patienceMs: number;
}

/** Texts whose vectors are at hand: a question is embedded once for the lookup and the store that follows. */
const REMEMBERED = 1000;

/**
 * Vectors of length 1, each text computed once.
 * @throws ModelError when the embedder fails, takes too long or gives no numbers.
 */
export function createUnitEmbedder({ embed, clock, patienceMs }: EmbedderOptions): EmbedText {
  const known = new LRUCache<string, Promise<Float32Array>>({ max: REMEMBERED });
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const vector = withPatience(embed(text), clock, patienceMs).then(toUnitLength);
    known.set(text, vector);
    vector.catch(() => {
      if (known.peek(text) === vector) known.delete(text);
    });
    return vector;
  };
}

async function withPatience<T>(work: Promise<T>, clock: Clock, ms: number): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(() => {
    throw failed(`took longer than ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => {});
  }
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (Number.isFinite(length) && length > 0) return vector.map((value) => value / length);
  throw failed("gives no direction: its numbers are all 0, or no numbers");
}

const failed = (why: string) =>
  new ModelError(`The cache's embedder ${why}.`, { code: "CACHE_EMBEDDER_FAILED" });
