/** Turns texts into vectors of unit length, so that texts of like meaning (or words) lie close together. */
export interface Embedder {
  /** What makes the vectors: a trained model, or words that are counted. Vectors of the two do not compare. */
  readonly name: "all-MiniLM-L6-v2" | "hashed-words";
  /**
   * One vector of `EMBEDDER_WIDTH` numbers for each text, in order.
   * @throws the signal's reason when aborted; ProviderError 429 when too many wait already.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** Numbers in a vector as embedders make it. */
export const EMBEDDER_WIDTH = 384;

/**
 * A vector in the width that was asked for: zeros behind it leave every cosine as it is; what is cut is brought back to unit
 * length.
 */
export function fitVector(vector: Float32Array, width: number): Float32Array {
  const fitted = new Float32Array(width);
  fitted.set(vector.subarray(0, width));
  return width < vector.length ? toUnitLength(fitted) : fitted;
}

/** Scales in place. A vector of zeros stays as it is. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length > 0) for (const [index, value] of vector.entries()) vector[index] = value / length;
  return vector;
}
