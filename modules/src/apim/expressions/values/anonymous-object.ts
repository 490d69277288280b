import { keyOf, netEquals } from "./net-equality.ts";
import { toNetText } from "./net-text.ts";
import { NetValue } from "./net-value.ts";

/** `new { a = 1 }`. */
export class AnonymousObject extends NetValue {
  readonly netType = "<>f__AnonymousType0";
  readonly members: ReadonlyMap<string, unknown>;

  constructor(members: ReadonlyMap<string, unknown>) {
    super();
    this.members = members;
  }

  override toText(): string {
    const parts = Array.from(this.members, ([name, value]) => `${name} = ${toNetText(value)}`);
    return parts.length === 0 ? "{ }" : `{ ${parts.join(", ")} }`;
  }

  override equalTo(other: unknown): boolean {
    if (!(other instanceof AnonymousObject) || other.members.size !== this.members.size) return false;
    return Array.from(this.members).every(
      ([name, value]) => other.members.has(name) && netEquals(value, other.members.get(name)),
    );
  }

  override get key(): string {
    return Array.from(
      this.members,
      ([name, value]) => `${name}\0${typeof value}${String(keyOf(value))}`,
    ).join("\0");
  }
}
