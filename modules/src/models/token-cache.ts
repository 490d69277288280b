import type { LlamaContextSequence, Token } from "node-llama-cpp";

type Chunk = readonly Token[];

/**
 * What of a prompt is already evaluated in a llama.cpp sequence, in whole chunks. Sums of floating-point numbers depend
 * on how tokens are grouped; so that a prompt gives the same answer whatever was asked before, a token is only ever
 * reused when it was evaluated within the same chunk after the same chunks.
 */
export interface TokenCache {
  /** Makes the sequence hold exactly these chunks, evaluating only those that are not there yet. */
  evaluate(chunks: readonly Chunk[], signal?: AbortSignal): Promise<void>;
}

export function createTokenCache(sequence: LlamaContextSequence): TokenCache {
  let present: Chunk[] = [];

  /** Drops what differs, and tokens that others (a generation) have added. */
  const trim = async (chunks: readonly Chunk[]) => {
    let shared = 0;
    while (shared < present.length && isSame(present[shared], chunks[shared])) shared++;
    present = present.slice(0, shared);
    const length = present.reduce((sum, chunk) => sum + chunk.length, 0);
    if (sequence.nextTokenIndex > length)
      await sequence.eraseContextTokenRanges([{ start: length, end: sequence.nextTokenIndex }]);
  };

  return {
    async evaluate(chunks, signal) {
      await trim(chunks);
      for (const chunk of chunks.slice(present.length)) {
        signal?.throwIfAborted();
        await sequence.evaluateWithoutGeneratingNewTokens([...chunk]);
        present.push(chunk);
      }
    },
  };
}

function isSame(left: Chunk | undefined, right: Chunk | undefined): boolean {
  if (!left || !right || left.length !== right.length) return false;
  return left.every((token, index) => token === right[index]);
}
