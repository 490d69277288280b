import { argumentOutOfRange } from "./net-exception.ts";
import { netTypeOfItems } from "./net-text.ts";
import { NetValue } from "./net-value.ts";

/** `List<T>`. */
export class NetList extends NetValue implements Iterable<unknown> {
  readonly netType = "System.Collections.Generic.List`1";
  readonly items: unknown[];

  constructor(items: unknown[] = []) {
    super();
    this.items = items;
  }

  /** The items' type is told from the items. */
  override toText(): string {
    return `${this.netType}[${netTypeOfItems(this.items)}]`;
  }

  get(index: number): unknown {
    if (index < 0 || index >= this.items.length) throw outOfList();
    return this.items[index];
  }

  set(index: number, value: unknown): void {
    if (index < 0 || index >= this.items.length) throw outOfList();
    this.items[index] = value;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

function outOfList(): Error {
  return argumentOutOfRange(
    "index",
    "Index was out of range. Must be non-negative and less than the size of the collection.",
  );
}
