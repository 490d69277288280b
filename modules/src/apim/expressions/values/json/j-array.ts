import { argumentOutOfRange, invalidArgument } from "../net-exception.ts";
import { netTypeOf } from "../net-text.ts";
import { JToken, type TokenType } from "./j-token.ts";
import { writeJson } from "./write-json.ts";

/** `JArray`. */
export class JArray extends JToken {
  readonly netType = "Newtonsoft.Json.Linq.JArray";
  readonly items: JToken[] = [];

  constructor(items: readonly JToken[] = []) {
    super();
    for (const item of items) this.add(item);
  }

  get type(): TokenType {
    return "Array";
  }

  children(): readonly JToken[] {
    return this.items;
  }

  override get(key: unknown): JToken | null {
    return this.items[this.#index(key, "Accessed")] ?? null;
  }

  override set(key: unknown, value: JToken): void {
    const index = this.#index(key, "Set");
    const old = this.items[index];
    if (old) old.parent = undefined;
    this.items[index] = this.adopt(value);
  }

  #index(key: unknown, verb: string): number {
    if (typeof key !== "number") {
      throw invalidArgument(
        `${verb} JArray values with invalid key value: ${typeof key === "string" ? `"${key}"` : netTypeOf(key)}. Int32 array index expected.`,
      );
    }
    if (key < 0 || key >= this.items.length) {
      throw argumentOutOfRange(
        "index",
        "Index was out of range. Must be non-negative and less than the size of the collection.",
      );
    }
    return key;
  }

  add(item: JToken): void {
    this.items.push(this.adopt(item));
  }

  insert(index: number, item: JToken): void {
    if (index < 0 || index > this.items.length) throw argumentOutOfRange("index");
    this.items.splice(index, 0, this.adopt(item));
  }

  removeAt(index: number): void {
    if (index < 0 || index >= this.items.length) throw argumentOutOfRange("index");
    this.items.splice(index, 1);
  }

  clone(): JArray {
    return new JArray(this.items.map((item) => item.clone()));
  }

  removeChild(child: JToken): void {
    const index = this.items.indexOf(child);
    if (index >= 0) this.items.splice(index, 1);
  }

  replaceChild(child: JToken, replacement: JToken): void {
    const index = this.items.indexOf(child);
    if (index >= 0) this.items[index] = this.adopt(replacement);
  }

  override stepTo(child: JToken): string {
    return `[${this.items.indexOf(child)}]`;
  }

  override toText(): string {
    return writeJson(this, true);
  }
}
