import { pullParts } from "./pull-parts.ts";
import type { StreamPart } from "./stream-part.ts";

/** Takes parts that have come at once. The next come when what it returns is resolved; when it throws, nobody wants any more. */
export type TakeParts<Part> = (parts: readonly Part[]) => Promise<void> | undefined;

/** Makes parts and hands them on as they come. Ends with what `take` throws. */
export type TellParts<Part> = (take: TakeParts<Part>) => Promise<unknown>;

/** Parts of an answer: one by one for whoever iterates over it, or all that have come at once as a batch. Read it once. */
export interface PartStream<Part = StreamPart> extends AsyncIterable<Part> {
  /** All of them, where all have come. */
  readonly whole?: readonly Part[] | undefined;
  /** Absent where parts come one by one only. */
  readonly batches?: AsyncIterator<readonly Part[], unknown> | undefined;
  /** Absent where parts wait to be asked for. */
  readonly tell?: TellParts<Part> | undefined;
}

/** A stream that is read in batches: each step of its way costs once for a batch, not once for each part. */
export function createPartStream<Part>(batches: AsyncIterator<readonly Part[], unknown>): PartStream<Part> {
  return { batches, [Symbol.asyncIterator]: () => onePart(batches) };
}

/** A stream of parts that are all there. */
export function createWholeStream<Part>(whole: readonly Part[]): PartStream<Part> {
  return {
    whole,
    async *[Symbol.asyncIterator]() {
      yield* whole;
    },
  };
}

/** A stream that is told as it is made, without a step for each part on its way; it begins when somebody reads it. */
export function createToldStream<Part>(tell: TellParts<Part>): PartStream<Part> {
  return { tell, [Symbol.asyncIterator]: () => onePart(pullParts(tell)) };
}

/** Reads a stream to its end, batch by batch. */
export async function readBatches<Part>(parts: PartStream<Part>, take: TakeParts<Part>): Promise<void> {
  if (parts.tell) {
    await parts.tell(take);
    return;
  }
  const batches = batchesOf(parts);
  let over = true;
  try {
    for (;;) {
      over = true;
      const { done, value } = await batches.next();
      if (done) return;
      over = false;
      await take(value);
    }
  } finally {
    if (!over) await batches.return?.();
  }
}

/** The batches of any parts. */
export function batchesOf<Part>(parts: PartStream<Part>): AsyncIterator<readonly Part[], unknown> {
  return parts.batches ?? batchesOfOne(parts[Symbol.asyncIterator]());
}

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
