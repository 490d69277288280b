import { KeyValuePair } from "../values/net-dictionary.ts";
import { keyNotFound } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

/** `context.Request.MatchedParameters`. */
export class ParametersValue extends NetValue implements Iterable<KeyValuePair> {
  readonly netType = "Gateway.MatchedParameters";
  readonly #parameters: ReadonlyMap<string, string>;

  constructor(parameters: ReadonlyMap<string, string>) {
    super();
    this.#parameters = parameters;
  }

  get size(): number {
    return this.#parameters.size;
  }

  find(name: string): string | undefined {
    return this.#parameters.get(name);
  }

  get(name: string): string {
    const value = this.#parameters.get(name);
    if (value === undefined) throw keyNotFound();
    return value;
  }

  *[Symbol.iterator](): Iterator<KeyValuePair> {
    for (const [name, value] of this.#parameters) yield new KeyValuePair(name, value);
  }
}
