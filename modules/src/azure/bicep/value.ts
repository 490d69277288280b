import { type BicepPosition, bicepError } from "./bicep-error.ts";

/** What JSON can hold: all that parameters, properties and outputs are. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

export type PlainObject = { readonly [name: string]: PlainValue };

/** What an expression can be while it is evaluated. */
export type Value = PlainValue | readonly Value[] | { readonly [name: string]: Value } | Reference | Closure;

/** A symbol that shows more of itself on request: a resource, a module, a namespace. */
export abstract class Reference {
  /** As messages name it: `the resource "apim"`. */
  abstract readonly about: string;
  /** Undefined when it has no such member. */
  abstract member(name: string): Value | undefined;
  /** Why it has no such member. */
  lacks(name: string): string {
    return `${this.about} has no "${name}".`;
  }
  /** `listKeys` and the like; undefined when there is no such function. */
  method(_name: string, _given: readonly Value[], _at: BicepPosition): Value | undefined {
    return undefined;
  }
  /** A resource declared inside this one. */
  child(_name: string): Value | undefined {
    return undefined;
  }
  /** All of it, for a place that takes plain values only. */
  abstract whole(at: BicepPosition): PlainValue;
}

/** `(a, b) => …` */
export class Closure {
  readonly invoke: (given: readonly Value[]) => Value;

  constructor(invoke: (given: readonly Value[]) => Value) {
    this.invoke = invoke;
  }
}

export type ValueObject = { readonly [name: string]: Value };

export function isObject(value: Value): value is ValueObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference) &&
    !(value instanceof Closure)
  );
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The value without references. */
export function toPlain(value: Value, at: BicepPosition): PlainValue {
  if (value instanceof Reference) return value.whole(at);
  if (value instanceof Closure) throw bicepError("A function cannot stand here.", at);
  if (isList(value)) return value.map((item) => toPlain(item, at));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toPlain(item, at)]));
}

/** As messages name a value's type. */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (isList(value)) return "array";
  if (value instanceof Reference) return value.about;
  if (value instanceof Closure) return "function";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return "int";
  return typeof value === "boolean" ? "bool" : "object";
}

export function asText(value: Value, at: BicepPosition): string {
  if (typeof value === "string") return value;
  throw bicepError(`A string is needed here, not ${typeName(value)}.`, at);
}

/** As `${…}` and `string()` write a value. */
export function writeText(value: Value, at: BicepPosition): string {
  const plain = toPlain(value, at);
  if (typeof plain === "string") return plain;
  if (typeof plain === "boolean") return plain ? "True" : "False";
  return plain === null ? "" : JSON.stringify(plain);
}

export function asNumber(value: Value, at: BicepPosition): number {
  if (typeof value === "number") return value;
  throw bicepError(`An int is needed here, not ${typeName(value)}.`, at);
}

export function asBoolean(value: Value, at: BicepPosition): boolean {
  if (typeof value === "boolean") return value;
  throw bicepError(`A bool is needed here, not ${typeName(value)}.`, at);
}

export function asList(value: Value, at: BicepPosition): readonly Value[] {
  if (isList(value)) return value;
  throw bicepError(`An array is needed here, not ${typeName(value)}.`, at);
}

export function asObject(value: Value, at: BicepPosition): ValueObject {
  if (isObject(value)) return value;
  throw bicepError(`An object is needed here, not ${typeName(value)}.`, at);
}

export function sameValue(left: PlainValue, right: PlainValue): boolean {
  if (left === right) return true;
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

/** With names in one order, so that two equal objects are written alike. */
function sorted(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]));
}
