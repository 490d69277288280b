/** Things made by one side and read by the other, each at its own pace. */
export interface PartBuffer<T> {
  push(part: T): void;
  /** Nothing comes after this; with an error the reader gets it after all parts. */
  end(error?: unknown): void;
  read(): AsyncGenerator<T, void>;
}

/** Unbounded: use it where the maker stops by itself, as a model does after its last token. */
export function createPartBuffer<T>(): PartBuffer<T> {
  const parts: T[] = [];
  let ended: { error?: unknown } | undefined;
  let wake = () => {};

  return {
    push(part) {
      parts.push(part);
      wake();
    },
    end(error) {
      ended = error === undefined ? {} : { error };
      wake();
    },
    async *read() {
      for (;;) {
        for (let part = parts.shift(); part !== undefined; part = parts.shift()) yield part;
        if (ended) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if ("error" in ended) throw ended.error;
    },
  };
}
