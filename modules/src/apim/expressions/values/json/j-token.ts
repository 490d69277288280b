import { invalidArgument, invalidOperation } from "../net-exception.ts";
import { NetValue } from "../net-value.ts";

/** Names of `JTokenType`, in the order of their numbers. */
export const TOKEN_TYPES = [
  "None",
  "Object",
  "Array",
  "Constructor",
  "Property",
  "Comment",
  "Integer",
  "Float",
  "String",
  "Boolean",
  "Null",
  "Undefined",
  "Date",
  "Raw",
  "Bytes",
  "Guid",
  "Uri",
  "TimeSpan",
] as const;

export type TokenType = (typeof TOKEN_TYPES)[number];

/** `Newtonsoft.Json.Linq.JToken`. */
export abstract class JToken extends NetValue {
  parent: JToken | undefined = undefined;

  abstract get type(): TokenType;

  /** What it holds, in order; none for a value. */
  abstract children(): readonly JToken[];

  abstract clone(): JToken;

  /** Takes a child out. */
  abstract removeChild(child: JToken): void;

  abstract replaceChild(child: JToken, replacement: JToken): void;

  /** `json["a"]` and `json[0]`; null when it is not there. */
  get(_key: unknown): JToken | null {
    throw invalidOperation(`Cannot access child value on ${this.netType}.`);
  }

  set(_key: unknown, _value: JToken): void {
    throw invalidOperation(`Cannot set child value on ${this.netType}.`);
  }

  [Symbol.iterator](): Iterator<JToken> {
    return this.children()[Symbol.iterator]();
  }

  /** A token has one parent: one that hangs elsewhere already is copied. */
  adopt(child: JToken): JToken {
    const own = child.parent === undefined && child !== this ? child : child.clone();
    own.parent = this;
    return own;
  }

  remove(): void {
    if (!this.parent) throw invalidOperation("The parent is missing.");
    this.parent.removeChild(this);
    this.parent = undefined;
  }

  replace(replacement: JToken): void {
    if (!this.parent) throw invalidOperation("The parent is missing.");
    this.parent.replaceChild(this, replacement);
    this.parent = undefined;
  }

  /** `choices[0].message`. */
  get path(): string {
    const { parent } = this;
    if (!parent) return "";
    const own = parent.stepTo(this);
    const above = parent.path;
    if (own === "") return above;
    return above === "" || own.startsWith("[") ? `${above}${own}` : `${above}.${own}`;
  }

  /** How a path goes from here to a child. */
  stepTo(_child: JToken): string {
    return "";
  }
}

/** A name that stands in a path without brackets and quotes. */
export function pathStep(name: string): string {
  return /[\s.'/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]/.test(name)
    ? `['${name.replaceAll("'", "\\'")}']`
    : name;
}

export function wrongContent(child: JToken, container: JToken): Error {
  return invalidArgument(`Can not add ${child.netType} to ${container.netType}.`);
}
