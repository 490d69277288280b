import { keyOf, netCompare, netEquals } from "./net-equality.ts";
import { toNetText } from "./net-text.ts";
import { NetValue } from "./net-value.ts";

/** A tuple; `names` as written in `(name: value)`. */
export class NetTuple extends NetValue {
  readonly netType = "System.ValueTuple";
  readonly items: readonly unknown[];
  readonly names: readonly (string | undefined)[];

  constructor(items: readonly unknown[], names: readonly (string | undefined)[] = []) {
    super();
    this.items = items;
    this.names = names;
  }

  /** The item that `Item1` or a name of its own calls; undefined when there is none. */
  indexOf(member: string): number | undefined {
    const named = this.names.indexOf(member);
    const index = named >= 0 ? named : /^Item\d+$/.test(member) ? Number(member.slice(4)) - 1 : -1;
    return index >= 0 && index < this.items.length ? index : undefined;
  }

  override toText(): string {
    return `(${this.items.map(toNetText).join(", ")})`;
  }

  override equalTo(other: unknown): boolean {
    return (
      other instanceof NetTuple &&
      other.items.length === this.items.length &&
      this.items.every((item, index) => netEquals(item, other.items[index]))
    );
  }

  override get key(): string {
    return this.items.map((item) => `${typeof item}${String(keyOf(item))}`).join("\0");
  }

  override compareTo(other: unknown): number {
    if (!(other instanceof NetTuple)) return super.compareTo(other);
    for (const [index, item] of this.items.entries()) {
      const order = netCompare(item, other.items[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }
}
