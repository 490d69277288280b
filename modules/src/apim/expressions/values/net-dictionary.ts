import { keyOf } from "./net-equality.ts";
import { argumentNull, invalidArgument, keyNotFound } from "./net-exception.ts";
import { toNetText } from "./net-text.ts";
import { NetValue } from "./net-value.ts";

/** `KeyValuePair<TKey, TValue>`. */
export class KeyValuePair extends NetValue {
  readonly netType = "System.Collections.Generic.KeyValuePair`2";
  readonly pairKey: unknown;
  readonly value: unknown;

  constructor(pairKey: unknown, value: unknown) {
    super();
    this.pairKey = pairKey;
    this.value = value;
  }

  override toText(): string {
    return `[${toNetText(this.pairKey)}, ${toNetText(this.value)}]`;
  }
}

/** `Dictionary<TKey, TValue>`; `ignoreCase` for `StringComparer.OrdinalIgnoreCase`. */
export class NetDictionary extends NetValue implements Iterable<KeyValuePair> {
  readonly netType = "System.Collections.Generic.Dictionary`2";
  readonly ignoreCase: boolean;
  readonly #pairs = new Map<unknown, KeyValuePair>();

  constructor(ignoreCase = false) {
    super();
    this.ignoreCase = ignoreCase;
  }

  get size(): number {
    return this.#pairs.size;
  }

  has(key: unknown): boolean {
    return this.#pairs.has(this.#fileKey(key));
  }

  find(key: unknown): KeyValuePair | undefined {
    return this.#pairs.get(this.#fileKey(key));
  }

  get(key: unknown): unknown {
    const pair = this.find(key);
    if (!pair) throw keyNotFound();
    return pair.value;
  }

  set(key: unknown, value: unknown): void {
    this.#pairs.set(this.#fileKey(key), new KeyValuePair(key, value));
  }

  add(key: unknown, value: unknown): void {
    if (this.has(key)) throw invalidArgument("An item with the same key has already been added.");
    this.set(key, value);
  }

  delete(key: unknown): boolean {
    return this.#pairs.delete(this.#fileKey(key));
  }

  clear(): void {
    this.#pairs.clear();
  }

  keys(): unknown[] {
    return Array.from(this.#pairs.values(), (pair) => pair.pairKey);
  }

  values(): unknown[] {
    return Array.from(this.#pairs.values(), (pair) => pair.value);
  }

  [Symbol.iterator](): Iterator<KeyValuePair> {
    return this.#pairs.values();
  }

  #fileKey(key: unknown): unknown {
    if (key === null) throw argumentNull("key");
    return this.ignoreCase && typeof key === "string" ? key.toUpperCase() : keyOf(key);
  }
}
