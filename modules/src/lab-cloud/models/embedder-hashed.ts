import { EMBEDDER_WIDTH, type Embedder, toUnitLength } from "./embedder.ts";

/**
 * Counts words into fixed places by their hash: texts that share words lie close together, whatever they mean. It stands in
 * for a trained model and needs no file.
 */
export function createHashedEmbedder(): Embedder {
  return {
    name: "hashed-words",
    embed: async (texts) => texts.map(hashWords),
    close: async () => {},
  };
}

function hashWords(text: string): Float32Array {
  const vector = new Float32Array(EMBEDDER_WIDTH);
  for (const word of wordsOf(text)) {
    const hash = fnv1a(word);
    const place = hash % EMBEDDER_WIDTH;
    // Half of the words count down, so that two that meet in one place do not always look alike.
    vector[place] = (vector[place] ?? 0) + (hash & 0x8000_0000 ? -1 : 1);
  }
  if (vector.every((value) => value === 0)) vector[fnv1a(text) % EMBEDDER_WIDTH] = 1;
  return toUnitLength(vector);
}

/** Words and numbers in lower case; of a text that has none, its characters. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize("NFKC").toLowerCase();
  return plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [...plain];
}

/** FNV-1a over UTF-16 units, 32 bits. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The low bits of FNV are weak; mixing spreads short words over all places.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
