/** Most keys that are kept; the key that was asked for the longest time ago goes first. */
const MOST_KEYS = 100_000;

/** Counters by key, made when they are first asked for. Bounded, since a key may be anything that callers send. */
export class CounterTable<Counter> {
  readonly #counters = new Map<string, Counter>();
  readonly #make: () => Counter;
  readonly #mostKeys: number;

  constructor(make: () => Counter, mostKeys = MOST_KEYS) {
    this.#make = make;
    this.#mostKeys = mostKeys;
  }

  of(key: string): Counter {
    const known = this.#counters.get(key);
    const counter = known ?? this.#make();
    // Put last again, so that the first of the map is the one that rested longest.
    if (known !== undefined) this.#counters.delete(key);
    this.#counters.set(key, counter);
    if (this.#counters.size > this.#mostKeys) this.#dropOldest();
    return counter;
  }

  get size(): number {
    return this.#counters.size;
  }

  #dropOldest(): void {
    for (const key of this.#counters.keys()) {
      this.#counters.delete(key);
      return;
    }
  }
}
