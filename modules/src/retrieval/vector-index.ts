/** A passage by its place in the list, with its cosine to the question. */
export interface VectorMatch {
  readonly place: number;
  readonly likeness: number;
}

export interface VectorIndex {
  /** The likest first. */
  search(question: Float32Array, limit: number): readonly VectorMatch[];
  likenessOf(question: Float32Array, place: number): number;
}

/** Compares with every vector: exact, and for some thousand passages faster than anything cleverer. */
export function createVectorIndex(vectors: readonly Float32Array[]): VectorIndex {
  const units = vectors.map(toUnit);
  const likeness = (question: Float32Array, place: number) => dot(question, units[place]);
  return {
    search(asked, limit) {
      const question = toUnit(asked);
      return units
        .map((_, place) => ({ place, likeness: likeness(question, place) }))
        .sort((one, two) => two.likeness - one.likeness || one.place - two.place)
        .slice(0, limit);
    },
    likenessOf: (asked, place) => likeness(toUnit(asked), place),
  };
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function dot(one: Float32Array, two: Float32Array | undefined): number {
  let sum = 0;
  if (two) for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (two[at] ?? 0);
  return sum;
}
