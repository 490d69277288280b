/** Names whose values stay apart, since a comma may stand inside one of them. */
const NEVER_JOINED = new Set([
  "cookie",
  "date",
  "expires",
  "if-modified-since",
  "if-unmodified-since",
  "last-modified",
  "proxy-authenticate",
  "retry-after",
  "set-cookie",
  "user-agent",
  "warning",
  "www-authenticate",
]);

/** Headers by name without regard to case; keeps the order and the spelling in which they came. */
export class HeaderMap {
  readonly #entries = new Map<string, { name: string; values: string[] }>();

  /** Reads `[name, value, name, value, …]` as Node and undici give it. */
  static fromRaw(raw: readonly string[]): HeaderMap {
    const headers = new HeaderMap();
    for (let index = 0; index + 1 < raw.length; index += 2) {
      headers.append(raw[index] ?? "", raw[index + 1] ?? "");
    }
    return headers;
  }

  clone(): HeaderMap {
    const copy = new HeaderMap();
    for (const [name, values] of this) copy.set(name, values);
    return copy;
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** The values joined by commas, as expressions see them. */
  get(name: string): string | undefined {
    return this.#entries.get(name.toLowerCase())?.values.join(",");
  }

  values(name: string): readonly string[] {
    return this.#entries.get(name.toLowerCase())?.values ?? [];
  }

  set(name: string, values: readonly string[]): void {
    this.#entries.set(name.toLowerCase(), { name, values: [...values] });
  }

  append(name: string, value: string): void {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry) entry.values.push(value);
    else this.set(name, [value]);
  }

  delete(name: string): void {
    this.#entries.delete(name.toLowerCase());
  }

  /** `[name, values]` in order. */
  *[Symbol.iterator](): Iterator<readonly [string, readonly string[]]> {
    for (const { name, values } of this.#entries.values()) yield [name, values];
  }

  /** `[name, value, name, value, …]` for Node and undici; several values go out as one line joined by commas. */
  toRaw(): string[] {
    const raw: string[] = [];
    for (const [name, values] of this) {
      if (NEVER_JOINED.has(name.toLowerCase())) for (const value of values) raw.push(name, value);
      else raw.push(name, values.join(", "));
    }
    return raw;
  }
}
