import type { EmbeddedTexts, EmbedderSide } from "./embedder-side.ts";

type Embed = EmbedderSide["embed"];

/** 384 numbers each: some 15 MB when all are kept. */
const KEPT_VECTORS = 10_000;

/**
 * Embeds as `embed`, and remembers the vectors of the last texts: a second job on the same rows does not wait for them.
 * @param kept how many it remembers.
 */
export function rememberVectors(embed: Embed, kept = KEPT_VECTORS): Embed {
  // A Map keeps the order of its entries' coming: the first is the oldest.
  const vectors = new Map<string, Float32Array>();
  let name: EmbeddedTexts["name"] | undefined;

  const recall = (texts: readonly string[]) => texts.flatMap((text) => vectors.get(text) ?? []);
  const keep = (text: string, vector: Float32Array) => {
    vectors.set(text, vector);
    for (const oldest of vectors.keys()) {
      if (vectors.size <= kept) return;
      vectors.delete(oldest);
    }
  };

  return async (texts, signal) => {
    const known = recall(texts);
    if (name !== undefined && known.length === texts.length) return { name, vectors: known };
    const embedded = await embed(texts, signal);
    if (embedded.name !== name) vectors.clear();
    name = embedded.name;
    for (const [index, vector] of embedded.vectors.entries()) keep(texts[index] ?? "", vector);
    return embedded;
  };
}
