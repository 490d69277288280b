import { KeyValuePair } from "./net-dictionary.ts";
import { keyNotFound } from "./net-exception.ts";
import { NetValue } from "./net-value.ts";

/** What headers, a query and the claims of a token have in common: several texts by name. */
export interface MultiValueSource {
  find(name: string): readonly string[] | undefined;
  entries(): Iterable<readonly [string, readonly string[]]>;
}

/** `IReadOnlyDictionary<string, string[]>` over headers, a query or claims. */
export class MultiValues extends NetValue implements Iterable<KeyValuePair> {
  readonly netType = "Gateway.MultiValues";
  readonly #source: MultiValueSource;

  constructor(source: MultiValueSource) {
    super();
    this.#source = source;
  }

  find(name: string): readonly string[] | undefined {
    return this.#source.find(name);
  }

  get(name: string): readonly string[] {
    const values = this.#source.find(name);
    if (!values) throw keyNotFound();
    return values;
  }

  /** The values joined by commas, or `fallback`. */
  joined(name: string, fallback: string | null): string | null {
    const values = this.#source.find(name);
    if (!values) return fallback;
    const [only = ""] = values;
    return values.length === 1 ? only : values.join(",");
  }

  *[Symbol.iterator](): Iterator<KeyValuePair> {
    for (const [name, values] of this.#source.entries()) yield new KeyValuePair(name, [...values]);
  }
}

/** Values by name without regard to case. */
export function multiValuesOf(pairs: Iterable<readonly [string, string]>): MultiValues {
  const found = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const entry = found.get(key);
    if (entry) entry.values.push(value);
    else found.set(key, { name, values: [value] });
  }
  return new MultiValues({
    find: (name) => found.get(name.toLowerCase())?.values,
    entries: () => Array.from(found.values(), ({ name, values }) => [name, values] as const),
  });
}
