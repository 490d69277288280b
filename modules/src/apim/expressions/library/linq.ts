import { defaultOf } from "../types/default-of.ts";
import type { NetType } from "../types/net-type.ts";
import { add, calculate } from "../values/arithmetic.ts";
import { NetDouble } from "../values/net-double.ts";
import { keyOf, netCompare, netEquals } from "../values/net-equality.ts";
import { argumentOutOfRange, invalidOperation } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";
import { isNumber, toJsNumber } from "../values/numbers.ts";
import { itemsOf, NetSequence, toArray } from "../values/sequences.ts";

type Test = (item: unknown, index: number) => boolean;
type Select = (item: unknown, index: number) => unknown;
type Combine = (left: unknown, right: unknown) => unknown;
type KeyOf = (item: unknown) => unknown;

const EMPTY = "Sequence contains no elements";
const NONE = "Sequence contains no matching element";

/** A sequence from a generator that starts anew for each reader. */
function lazy(generate: () => Generator<unknown>): NetSequence {
  return new NetSequence(generate);
}

export function where(source: unknown, test: Test): NetSequence {
  const items = itemsOf(source);
  return lazy(function* () {
    let index = 0;
    for (const item of items) if (test(item, index++)) yield item;
  });
}

export function select(source: unknown, map: Select): NetSequence {
  const items = itemsOf(source);
  return lazy(function* () {
    let index = 0;
    for (const item of items) yield map(item, index++);
  });
}

export function selectMany(source: unknown, many: Select, combine?: Combine): NetSequence {
  const items = itemsOf(source);
  return lazy(function* () {
    let index = 0;
    for (const item of items) {
      for (const inner of itemsOf(many(item, index++))) yield combine ? combine(item, inner) : inner;
    }
  });
}

export function take(source: unknown, count: number): NetSequence {
  const items = itemsOf(source);
  return lazy(function* () {
    let left = count;
    if (left <= 0) return;
    for (const item of items) {
      yield item;
      left -= 1;
      if (left === 0) return;
    }
  });
}

export function skip(source: unknown, count: number): NetSequence {
  return where(source, (_item, index) => index >= count);
}

export function takeWhile(source: unknown, test: Test): NetSequence {
  const items = itemsOf(source);
  return lazy(function* () {
    let index = 0;
    for (const item of items) {
      if (!test(item, index++)) return;
      yield item;
    }
  });
}

export function skipWhile(source: unknown, test: Test): NetSequence {
  const items = itemsOf(source);
  return lazy(function* () {
    let index = 0;
    let skipping = true;
    for (const item of items) {
      skipping = skipping && test(item, index++);
      if (!skipping) yield item;
    }
  });
}

export function concat(first: unknown, second: unknown): NetSequence {
  const [left, right] = [itemsOf(first), itemsOf(second)];
  return lazy(function* () {
    yield* left;
    yield* right;
  });
}

export function zip(first: unknown, second: unknown, combine: Combine): NetSequence {
  const [left, right] = [itemsOf(first), itemsOf(second)];
  return lazy(function* () {
    const others = right[Symbol.iterator]();
    for (const item of left) {
      const other = others.next();
      if (other.done) return;
      yield combine(item, other.value);
    }
  });
}

interface SortKey {
  readonly keyOf: KeyOf;
  readonly descending: boolean;
}

/** `IOrderedEnumerable<T>`: a stable order by one key after the other. */
export class Ordered extends NetValue implements Iterable<unknown> {
  readonly netType = "System.Linq.IOrderedEnumerable`1";
  readonly #source: unknown;
  readonly #keys: readonly SortKey[];

  constructor(source: unknown, keys: readonly SortKey[]) {
    super();
    this.#source = source;
    this.#keys = keys;
  }

  andThen(keyOf: KeyOf, descending: boolean): Ordered {
    return new Ordered(this.#source, [...this.#keys, { keyOf, descending }]);
  }

  [Symbol.iterator](): Iterator<unknown> {
    const rows = toArray(this.#source).map((item) => ({
      item,
      keys: this.#keys.map((key) => key.keyOf(item)),
    }));
    rows.sort((left, right) => this.#order(left.keys, right.keys));
    return rows.map((row) => row.item).values();
  }

  #order(left: readonly unknown[], right: readonly unknown[]): number {
    for (const [index, { descending }] of this.#keys.entries()) {
      const order = netCompare(left[index] ?? null, right[index] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  }
}

export function orderBy(source: unknown, key: KeyOf, descending: boolean): Ordered {
  itemsOf(source);
  return new Ordered(source, [{ keyOf: key, descending }]);
}

/** `IGrouping<TKey, TElement>`. */
export class Grouping extends NetValue implements Iterable<unknown> {
  readonly netType = "System.Linq.IGrouping`2";
  readonly groupKey: unknown;
  readonly items: unknown[] = [];

  constructor(groupKey: unknown) {
    super();
    this.groupKey = groupKey;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

export function groupBy(source: unknown, key: KeyOf, element: KeyOf = (item) => item): NetSequence {
  return new NetSequence(() => {
    const groups = new Map<unknown, Grouping>();
    for (const item of itemsOf(source)) {
      const own = key(item);
      const group = groups.get(keyOf(own)) ?? new Grouping(own);
      groups.set(keyOf(own), group);
      group.items.push(element(item));
    }
    return groups.values();
  });
}

export function join(
  outer: unknown,
  inner: unknown,
  outerKey: KeyOf,
  innerKey: KeyOf,
  combine: Combine,
): NetSequence {
  const [left, right] = [itemsOf(outer), itemsOf(inner)];
  return lazy(function* () {
    const byKey = Map.groupBy(right, (item) => keyOf(innerKey(item)));
    for (const item of left) {
      for (const other of byKey.get(keyOf(outerKey(item))) ?? []) yield combine(item, other);
    }
  });
}

export function any(source: unknown, test: (item: unknown) => boolean): boolean {
  for (const item of itemsOf(source)) if (test(item)) return true;
  return false;
}

export function count(source: unknown, test: (item: unknown) => boolean): number {
  let total = 0;
  for (const item of itemsOf(source)) if (test(item)) total += 1;
  return total;
}

export function find(source: unknown, test: (item: unknown) => boolean, fallback: unknown): unknown {
  for (const item of itemsOf(source)) if (test(item)) return item;
  return fallback;
}

export function first(source: unknown, test: (item: unknown) => boolean): unknown {
  let isEmpty = true;
  for (const item of itemsOf(source)) {
    if (test(item)) return item;
    isEmpty = false;
  }
  throw invalidOperation(isEmpty ? EMPTY : NONE);
}

export function single(source: unknown, test: (item: unknown) => boolean): unknown {
  const found = toArray(source).filter(test);
  if (found.length > 1) throw invalidOperation("Sequence contains more than one element");
  return first(found, () => true);
}

export function singleOr(source: unknown, test: (item: unknown) => boolean, fallback: unknown): unknown {
  const found = toArray(source).filter(test);
  if (found.length > 1) throw invalidOperation("Sequence contains more than one element");
  return found.length === 1 ? found[0] : fallback;
}

export function elementAt(source: unknown, index: number): unknown {
  const items = toArray(source);
  if (index < 0 || index >= items.length) throw argumentOutOfRange("index");
  return items[index];
}

export function sequenceEqual(first: unknown, second: unknown): boolean {
  const [left, right] = [toArray(first), toArray(second)];
  return left.length === right.length && left.every((item, index) => netEquals(item, right[index]));
}

/** Nulls count as nothing. */
function presentValues(source: unknown, map: KeyOf): unknown[] {
  return toArray(source)
    .map((item) => map(item))
    .filter((value) => value !== null);
}

export function sum(source: unknown, map: KeyOf, type: NetType | undefined): unknown {
  const values = presentValues(source, map);
  if (values.length === 0) return defaultOf(type) ?? 0;
  return values.reduce((total, value) => add(total, value));
}

export function average(source: unknown, map: KeyOf): unknown {
  const values = presentValues(source, map);
  if (values.length === 0) throw invalidOperation(EMPTY);
  const total = values.reduce((left, right) => add(left, right));
  const floating = isNumber(total) && (typeof total === "number" || typeof total === "bigint");
  return floating ? new NetDouble(toJsNumber(total) / values.length) : calculate("/", total, values.length);
}

/** The largest (1) or the smallest (-1) value. */
export function extreme(source: unknown, map: KeyOf, direction: 1 | -1): unknown {
  const values = presentValues(source, map);
  if (values.length === 0) throw invalidOperation(EMPTY);
  return values.reduce((best, value) => (netCompare(value, best) * direction > 0 ? value : best));
}

export function aggregate(source: unknown, combine: Combine): unknown {
  const items = toArray(source);
  if (items.length === 0) throw invalidOperation(EMPTY);
  return items.reduce((total, item) => combine(total, item));
}
