import { type NetType, typeText } from "../types/net-type.ts";
import type { TypeLibrary } from "../types/type-library.ts";
import { delegateShape } from "./delegate-shape.ts";

/**
 * How well a value of one type goes where another is wanted without a cast: 0 is the same type, small numbers need a
 * conversion, `undefined` is impossible.
 */
export type Fit = number | undefined;

export const SAME = 0;
const CONVERTED = 1;
const UNKNOWN = 2;
const BOXED = 4;

/** Numeric types in the order in which C# prefers them, with what each turns into by itself. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  sbyte: ["short", "int", "long", "float", "double", "decimal"],
  byte: ["short", "ushort", "int", "uint", "long", "ulong", "float", "double", "decimal"],
  short: ["int", "long", "float", "double", "decimal"],
  ushort: ["int", "uint", "long", "ulong", "float", "double", "decimal"],
  char: ["ushort", "int", "uint", "long", "ulong", "float", "double", "decimal"],
  int: ["long", "float", "double", "decimal"],
  uint: ["long", "ulong", "float", "double", "decimal"],
  long: ["float", "double", "decimal"],
  ulong: ["float", "double", "decimal"],
  float: ["double"],
};

/** Integer types that a constant `int` may become when it fits. */
const CONSTANT_TARGETS = new Set(["byte", "sbyte", "short", "ushort", "uint", "ulong"]);

const TOKEN_SOURCES = new Set([
  ...[
    "string",
    "bool",
    "int",
    "long",
    "short",
    "ushort",
    "uint",
    "ulong",
    "byte",
    "sbyte",
    "float",
    "double",
    "decimal",
  ],
  ...["DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Uri", "[]", "?", "char"],
]);

export const NUMERIC = new Set([...Object.keys(WIDER), "double", "decimal"]);

/** @param constant whether the source is a literal */
export function fitOf(from: NetType, to: NetType, library: TypeLibrary, constant = false): Fit {
  if (from.name === "void") return undefined;
  if (to.name === "dynamic") return CONVERTED;
  if (from.name === "dynamic") return UNKNOWN;
  if (from.name === to.name) return sameNameFit(from, to, library);
  if (to.name === "object") return BOXED;
  if (from.name === "null") return acceptsNull(to, library) ? CONVERTED : undefined;
  const [inner] = to.args;
  if (to.name === "?" && inner) return plusOne(fitOf(from, inner, library, constant));
  const wider = WIDER[from.name]?.indexOf(to.name) ?? -1;
  if (wider >= 0) return CONVERTED + wider / 100;
  if (constant && from.name === "int" && CONSTANT_TARGETS.has(to.name)) return CONVERTED + 0.5;
  if (library.asSuper(from, to.name)) return CONVERTED;
  if (isSpecial(from, to)) return CONVERTED + 1;
  if (from.name === "lambda") return lambdaFit(from, to);
  return undefined;
}

function sameNameFit(from: NetType, to: NetType, library: TypeLibrary): Fit {
  const [left] = from.args;
  const [right] = to.args;
  if (from.name !== "[]" || !left || !right) return SAME;
  // string[] goes where object[] is wanted, int[] does not.
  const fit = fitOf(left, right, library);
  if (fit === undefined || fit === SAME) return fit;
  return library.definitionOf(left)?.isValueType ? undefined : CONVERTED;
}

function plusOne(fit: Fit): Fit {
  return fit === undefined ? undefined : fit + 0.1;
}

function acceptsNull(type: NetType, library: TypeLibrary): boolean {
  return type.name === "?" || !library.definitionOf(type)?.isValueType;
}

/** Conversions that a type brings along: `obj["x"] = "text"`. */
function isSpecial(from: NetType, to: NetType): boolean {
  if (to.name === "JToken") return TOKEN_SOURCES.has(from.name);
  if (to.name === "JValue") return false;
  if (to.name === "XName" || to.name === "XNamespace") return from.name === "string";
  return to.name === "DateTimeOffset" && from.name === "DateTime";
}

function lambdaFit(from: NetType, to: NetType): Fit {
  const shape = delegateShape(to);
  if (!shape) return undefined;
  return shape.parameters.length === from.args.length ? SAME : undefined;
}

/** Whether a cast `(to)value` can succeed for some value of that static type. */
export function isCastable(from: NetType, to: NetType, library: TypeLibrary): boolean {
  if (fitOf(from, to, library) !== undefined) return true;
  const [inner] = to.args;
  if (to.name === "?" && inner) return from.name === "null" || isCastable(from, inner, library);
  const [unwrapped] = from.args;
  if (from.name === "?" && unwrapped) return isCastable(unwrapped, to, library);
  if (from.name === "object" || isTokenLike(from)) return true;
  const [source, target] = [library.definitionOf(from), library.definitionOf(to)];
  if (!source || !target) return true;
  if (isNumberLike(from, library) && isNumberLike(to, library)) return true;
  if (library.asSuper(to, from.name)) return true;
  return isInterface(from) || isInterface(to);
}

function isTokenLike(type: NetType): boolean {
  return (
    /^J(Token|Value|Property|Container|Object|Array)$/.test(type.name) ||
    /^X(Element|Attribute)$/.test(type.name)
  );
}

function isNumberLike(type: NetType, library: TypeLibrary): boolean {
  return NUMERIC.has(type.name) || library.definitionOf(type)?.enumMembers !== undefined;
}

function isInterface(type: NetType): boolean {
  return /^I[A-Z]/.test(type.name) && type.name !== "IPAddress";
}

export function cannotConvert(from: NetType, to: NetType, castable: boolean): string {
  const mend = castable ? ` Write a cast: (${typeText(to)})…` : "";
  return `Cannot convert '${typeText(from)}' to '${typeText(to)}'.${mend}`;
}
