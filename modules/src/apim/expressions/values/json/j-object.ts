import { invalidArgument } from "../net-exception.ts";
import { netTypeOf } from "../net-text.ts";
import { JProperty } from "./j-property.ts";
import { JToken, type TokenType, wrongContent } from "./j-token.ts";
import { writeJson } from "./write-json.ts";

/** `JObject`. Keeps the order in which properties came. */
export class JObject extends JToken {
  readonly netType = "Newtonsoft.Json.Linq.JObject";
  readonly #properties = new Map<string, JProperty>();

  get type(): TokenType {
    return "Object";
  }

  get size(): number {
    return this.#properties.size;
  }

  children(): readonly JProperty[] {
    return [...this.#properties.values()];
  }

  property(name: string): JProperty | null {
    return this.#properties.get(name) ?? null;
  }

  has(name: string): boolean {
    return this.#properties.has(name);
  }

  override get(key: unknown): JToken | null {
    if (typeof key === "string") return this.#properties.get(key)?.value ?? null;
    throw invalidArgument(
      `Accessed JObject values with invalid key value: ${netTypeOf(key)}. Object property name expected.`,
    );
  }

  override set(key: unknown, value: JToken): void {
    if (typeof key !== "string") {
      throw invalidArgument(
        `Set JObject values with invalid key value: ${netTypeOf(key)}. Object property name expected.`,
      );
    }
    const property = this.#properties.get(key);
    if (property) property.value = value;
    else this.add(new JProperty(key, value));
  }

  /** Throws when a property of that name is there. */
  add(property: JToken): void {
    if (!(property instanceof JProperty)) throw wrongContent(property, this);
    if (this.has(property.name)) {
      throw invalidArgument(
        `Can not add property ${property.name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
      );
    }
    const own = this.adopt(property);
    if (own instanceof JProperty) this.#properties.set(own.name, own);
  }

  addFirst(property: JToken): void {
    const rest = this.children();
    this.#properties.clear();
    this.add(property);
    for (const child of rest) this.#properties.set(child.name, child);
  }

  delete(name: string): boolean {
    const property = this.#properties.get(name);
    if (property) property.parent = undefined;
    return this.#properties.delete(name);
  }

  clear(): void {
    this.#properties.clear();
  }

  clone(): JObject {
    const copy = new JObject();
    for (const property of this.#properties.values()) copy.add(property.clone());
    return copy;
  }

  removeChild(child: JToken): void {
    if (child instanceof JProperty) this.#properties.delete(child.name);
  }

  replaceChild(child: JToken, replacement: JToken): void {
    if (!(child instanceof JProperty)) throw wrongContent(child, this);
    const all = this.children().map((property) => (property === child ? replacement : property));
    this.#properties.clear();
    for (const property of all) {
      if (property.parent === this) property.parent = undefined;
      this.add(property);
    }
  }

  override toText(): string {
    return writeJson(this, true);
  }
}
