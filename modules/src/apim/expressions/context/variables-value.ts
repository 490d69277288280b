import { KeyValuePair } from "../values/net-dictionary.ts";
import { argumentNull, keyNotFound } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

/** `context.Variables`. */
export class VariablesValue extends NetValue implements Iterable<KeyValuePair> {
  readonly netType = "Gateway.Variables";
  readonly #variables: ReadonlyMap<string, unknown>;

  constructor(variables: ReadonlyMap<string, unknown>) {
    super();
    this.#variables = variables;
  }

  get size(): number {
    return this.#variables.size;
  }

  has(name: string | null): boolean {
    if (name === null) throw argumentNull("key");
    return this.#variables.has(name);
  }

  /** Throws `KeyNotFoundException`. */
  get(name: string): unknown {
    const value = this.#variables.get(name);
    if (value === undefined && !this.has(name)) throw keyNotFound();
    return value ?? null;
  }

  *[Symbol.iterator](): Iterator<KeyValuePair> {
    for (const [name, value] of this.#variables) yield new KeyValuePair(name, value ?? null);
  }
}
