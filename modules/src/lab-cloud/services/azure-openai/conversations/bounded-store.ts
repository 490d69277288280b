/** Things by id, of which those that were used last are kept. */
export interface BoundedStore<T> {
  /** Also makes it the one that was used last. */
  get(id: string): T | undefined;
  /** Puts a thing in, or another in its place; what was used longest ago makes room. */
  set(id: string, value: T, bytes: number): void;
  delete(id: string): boolean;
  /** All of them; to look at them uses none. */
  values(): T[];
  readonly size: number;
}

export interface StoreLimits {
  readonly maxEntries: number;
  /** Of all things together, as their givers count them. */
  readonly maxBytes: number;
}

export function createBoundedStore<T>({ maxEntries, maxBytes }: StoreLimits): BoundedStore<T> {
  // A Map keeps the order of its entries' coming: the first was used longest ago.
  const entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  let bytesKept = 0;

  const remove = (id: string) => {
    bytesKept -= entries.get(id)?.bytes ?? 0;
    return entries.delete(id);
  };

  return {
    get(id) {
      const entry = entries.get(id);
      if (!entry) return undefined;
      entries.delete(id);
      entries.set(id, entry);
      return entry.value;
    },
    set(id, value, bytes) {
      remove(id);
      entries.set(id, { value, bytes });
      bytesKept += bytes;
      for (const oldest of entries.keys()) {
        if (oldest === id || (entries.size <= maxEntries && bytesKept <= maxBytes)) return;
        remove(oldest);
      }
    },
    delete: remove,
    values: () => [...entries.values()].map(({ value }) => value),
    get size() {
      return entries.size;
    },
  };
}
