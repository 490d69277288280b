import { type BicepPosition, bicepError } from "../bicep-error.ts";
import type { Scope } from "../scope.ts";
import {
  asBoolean,
  asList,
  asNumber,
  asObject,
  asText,
  Closure,
  type Value,
  type ValueObject,
} from "../value.ts";

export interface CallPlace {
  readonly scope: Scope;
  readonly at: BicepPosition;
  /** Places of the arguments. */
  readonly places: readonly BicepPosition[];
}

/** What a function was called with. */
export class Given {
  readonly values: readonly Value[];
  readonly scope: Scope;
  readonly at: BicepPosition;
  readonly #places: readonly BicepPosition[];

  constructor(values: readonly Value[], { scope, at, places }: CallPlace) {
    this.values = values;
    this.scope = scope;
    this.at = at;
    this.#places = places;
  }

  value(index: number): Value {
    return this.values[index] ?? null;
  }

  placeOf(index: number): BicepPosition {
    return this.#places[index] ?? this.at;
  }

  text(index: number): string {
    return asText(this.value(index), this.placeOf(index));
  }

  number(index: number): number {
    return asNumber(this.value(index), this.placeOf(index));
  }

  boolean(index: number): boolean {
    return asBoolean(this.value(index), this.placeOf(index));
  }

  list(index: number): readonly Value[] {
    return asList(this.value(index), this.placeOf(index));
  }

  object(index: number): ValueObject {
    return asObject(this.value(index), this.placeOf(index));
  }

  closure(index: number): Closure {
    const value = this.value(index);
    if (value instanceof Closure) return value;
    throw bicepError("A function (item => …) is needed here.", this.placeOf(index));
  }

  texts(): readonly string[] {
    return this.values.map((_value, index) => this.text(index));
  }
}

export interface BicepFunction {
  readonly least: number;
  /** Without it any number. */
  readonly most?: number;
  call(given: Given): Value;
}

export type BicepFunctions = Readonly<Record<string, BicepFunction>>;

/** A function of a fixed number of values, or of a range. */
export function takes(least: number, most: number | undefined, call: BicepFunction["call"]): BicepFunction {
  return { least, ...(most === undefined ? {} : { most }), call };
}
