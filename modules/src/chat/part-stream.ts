import type { StreamPart } from "./stream-part.ts";

/** Parts of an answer: one by one for whoever iterates over it, or all that have come at once as a batch. Read it once. */
export interface PartStream<Part = StreamPart> extends AsyncIterable<Part> {
  /** Absent where parts come one by one only. */
  readonly batches?: AsyncIterator<readonly Part[], unknown> | undefined;
}

/** A stream that is read in batches: each step of its way costs once for a batch, not once for each part. */
export function createPartStream<Part>(batches: AsyncIterator<readonly Part[], unknown>): PartStream<Part> {
  return { batches, [Symbol.asyncIterator]: () => onePart(batches) };
}

/** The batches of any parts. */
export function batchesOf<Part>(parts: PartStream<Part>): AsyncIterator<readonly Part[], unknown> {
  return parts.batches ?? batchesOfOne(parts[Symbol.asyncIterator]());
}

/** The same, to go through. */
export const inBatches = <Part>(parts: PartStream<Part>): AsyncIterable<readonly Part[]> => ({
  [Symbol.asyncIterator]: () => batchesOf(parts),
});

/** Parts one by one; leaving them leaves the batches. */
export async function* onePart<Part>(
  batches: AsyncIterator<readonly Part[], unknown>,
): AsyncGenerator<Part, void> {
  let over = false;
  try {
    for (;;) {
      const { done, value } = await batches.next();
      over = done === true;
      if (done) return;
      for (const part of value) yield part;
    }
  } catch (error) {
    over = true;
    throw error;
  } finally {
    if (!over) await batches.return?.();
  }
}

function batchesOfOne<Part>(parts: AsyncIterator<Part>): AsyncIterator<readonly Part[], unknown> {
  return {
    async next() {
      const { done, value } = await parts.next();
      return done ? { done, value } : { done: false, value: [value] };
    },
    async return() {
      await parts.return?.();
      return { done: true, value: undefined };
    },
  };
}
