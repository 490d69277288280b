import { RoutingError } from "../core/errors.ts";
import type { SentenceEncoder } from "./sentence-encoder.ts";

/** How alike two encoders are: cosines of their vectors for the same texts, 1 for the same direction. */
export interface Parity {
  readonly texts: number;
  readonly mean: number;
  readonly least: number;
  /** The text with the least. */
  readonly worst: string;
}

/**
 * Embeds each text with both.
 * @throws RoutingError when there are no texts or the encoders' vectors have different lengths.
 */
export async function compareEncoders(
  reference: Pick<SentenceEncoder, "embed">,
  candidate: Pick<SentenceEncoder, "embed">,
  texts: readonly string[],
): Promise<Parity> {
  const cosines: { text: string; cosine: number }[] = [];
  for (const text of texts)
    cosines.push({ text, cosine: cosine(await reference.embed(text), await candidate.embed(text)) });
  const [worst] = cosines.toSorted((one, other) => one.cosine - other.cosine);
  if (!worst) throw new RoutingError("There are no texts to compare with.", { code: "NO_ROWS" });
  const mean = cosines.reduce((sum, one) => sum + one.cosine, 0) / cosines.length;
  return { texts: cosines.length, mean, least: worst.cosine, worst: worst.text };
}

/** Of two vectors of length 1. */
function cosine(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length)
    throw new RoutingError(`One encoder gives ${one.length} numbers a text, the other ${other.length}.`, {
      code: "OTHER_WIDTH",
      hint: "Compare two forms of the same encoder.",
    });
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
