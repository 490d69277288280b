/** How much of a text's tokens is read. */
export interface TokenBounds {
  /** Most tokens that are given. */
  readonly longest: number;
  /** The first of the given tokens, which the encoder reads: the meaning rests on them alone. */
  readonly seen: number;
}

/**
 * The tokens of a text as the router's graph wants them. It takes the meaning from the first `seen` and counts its signals over
 * all. Of a text with more tokens the first `seen` are therefore its beginning and its end, half of each, then comes what
 * lies next to them; of the middle nothing is read when there are more than `longest`.
 */
export function bothEnds(ids: readonly number[], { longest, seen }: TokenBounds): readonly number[] {
  if (ids.length <= seen) return ids;
  const [half, beside] = [seen / 2, Math.floor((longest - seen) / 2)];
  const middle = ids.slice(half, -half);
  const read = middle.length <= 2 * beside ? middle : [...middle.slice(0, beside), ...middle.slice(-beside)];
  return [...ids.slice(0, half), ...ids.slice(-half), ...read];
}
