import { keyOf } from "./net-equality.ts";
import { NetValue } from "./net-value.ts";

/** `HashSet<T>`. */
export class NetSet extends NetValue implements Iterable<unknown> {
  readonly netType = "System.Collections.Generic.HashSet`1";
  readonly ignoreCase: boolean;
  readonly #items = new Map<unknown, unknown>();

  constructor(items: Iterable<unknown> = [], ignoreCase = false) {
    super();
    this.ignoreCase = ignoreCase;
    for (const item of items) this.add(item);
  }

  get size(): number {
    return this.#items.size;
  }

  has(item: unknown): boolean {
    return this.#items.has(this.#fileKey(item));
  }

  /** False when it was in already. */
  add(item: unknown): boolean {
    const key = this.#fileKey(item);
    if (this.#items.has(key)) return false;
    this.#items.set(key, item);
    return true;
  }

  delete(item: unknown): boolean {
    return this.#items.delete(this.#fileKey(item));
  }

  clear(): void {
    this.#items.clear();
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.#items.values();
  }

  #fileKey(item: unknown): unknown {
    return this.ignoreCase && typeof item === "string" ? item.toUpperCase() : keyOf(item);
  }
}
