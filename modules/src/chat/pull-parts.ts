import type { TellParts } from "./part-stream.ts";

/** What ends the telling of parts that nobody reads to their end. */
export const LEFT = new DOMException("The answer is no longer read.", "AbortError");

type Batches<Part> = AsyncIterator<readonly Part[], void>;

/** Batches that wait to be asked for, of parts that are told. The telling begins with the first question and rests between two. */
export function pullParts<Part>(tell: TellParts<Part>): Batches<Part> {
  let telling: Promise<void> | undefined;
  let over = false;
  let reader: PromiseWithResolvers<IteratorResult<readonly Part[], void>> | undefined;
  let rest: PromiseWithResolvers<void> | undefined;

  const take = (value: readonly Part[]) => {
    if (over) throw LEFT;
    rest = Promise.withResolvers();
    reader?.resolve({ done: false, value });
    return rest.promise;
  };
  const end = (settle: (of: NonNullable<typeof reader>) => void) => {
    over = true;
    if (reader) settle(reader);
  };
  const begin = () =>
    tell(take).then(
      () => end(({ resolve }) => resolve(DONE)),
      (error) => end(({ reject }) => reject(error)),
    );
  return {
    next() {
      if (over) return Promise.resolve(DONE);
      reader = Promise.withResolvers();
      rest?.resolve();
      telling ??= begin();
      return reader.promise;
    },
    async return() {
      over = true;
      reader = undefined;
      rest?.reject(LEFT);
      await telling;
      return DONE;
    },
  };
}

const DONE = { done: true, value: undefined } as const;
