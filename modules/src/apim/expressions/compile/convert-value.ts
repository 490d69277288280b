import type { NetType } from "../types/net-type.ts";
import type { TypeLibrary } from "../types/type-library.ts";
import { JToken } from "../values/json/j-token.ts";
import { JValue, tokenTypeOf } from "../values/json/j-value.ts";
import { NetDateTime } from "../values/net-date-time.ts";
import { NetDateTimeOffset } from "../values/net-date-time-offset.ts";
import { NetEnum } from "../values/net-enum.ts";
import { NetException, nullReference } from "../values/net-exception.ts";
import { netTypeOf } from "../values/net-text.ts";
import { castNumber, isNumber, type NumberKind, numberKind } from "../values/numbers.ts";
import { NUMERIC } from "./assignable.ts";
import { delegateShape } from "./delegate-shape.ts";
import { toXName } from "./to-x-name.ts";
import { castToken, isTokenTarget } from "./token-conversion.ts";

/** `value is T`. */
export function isInstance(value: unknown, type: NetType, library: TypeLibrary): boolean {
  if (value === null) return false;
  const [inner] = type.args;
  if (type.name === "?" && inner) return isInstance(value, inner, library);
  if (type.name === "object" || type.name === "dynamic") return true;
  if (delegateShape(type)) return typeof value === "function";
  if (type.name === "[]") return isArrayOf(value, inner, library);
  return library.definitionOf(type)?.holds(value) ?? false;
}

function isArrayOf(value: unknown, element: NetType | undefined, library: TypeLibrary): boolean {
  if (element?.name === "byte") return value instanceof Uint8Array;
  if (!Array.isArray(value)) return false;
  return !element || value.every((item) => item === null || isInstance(item, element, library));
}

/** The conversions C# makes by itself, for a value whose type was unknown until now. */
export function convertImplicitly(value: unknown, type: NetType, library: TypeLibrary): unknown {
  if (type.name === "object" || type.name === "dynamic") return value;
  const [inner] = type.args;
  if (type.name === "?" && inner) return value === null ? null : convertImplicitly(value, inner, library);
  if (value === null) return convertNull(type, library);
  if (isInstance(value, type, library)) return value;
  return convertSpecially(value, type) ?? castUnknown(value, type, library);
}

function convertNull(type: NetType, library: TypeLibrary): null {
  if (library.definitionOf(type)?.isValueType) throw nullReference();
  return null;
}

/** Undefined when no conversion is meant. */
function convertSpecially(value: unknown, type: NetType): unknown {
  if (isNumber(value) && NUMERIC.has(type.name)) return castNumber(value, kindOf(type));
  if (type.name === "JToken" && tokenTypeOf(value)) return new JValue(value);
  if (type.name === "DateTimeOffset" && value instanceof NetDateTime) return new NetDateTimeOffset(value);
  if (typeof value === "string" && (type.name === "XName" || type.name === "XNamespace")) {
    return toXName(value, type.name);
  }
  return undefined;
}

function castUnknown(value: unknown, type: NetType, library: TypeLibrary): unknown {
  // A `dynamic` token turns into what is wanted.
  if (value instanceof JToken && isTokenTarget(type.name)) return castToken(value, type.name, false);
  throw invalidCast(value, type, library);
}

function kindOf(type: NetType): NumberKind {
  return type.name as NumberKind;
}

/** `(T)value`. @param from what the compiler knows of the value; `object` means that it must be unboxed exactly. */
export function castValue(value: unknown, type: NetType, from: NetType, library: TypeLibrary): unknown {
  const [inner] = type.args;
  const nullable = type.name === "?" && inner !== undefined;
  const target = nullable ? inner : type;
  if (isTokenSource(value, from) && isTokenTarget(target.name) && !isInstance(value, target, library)) {
    return castToken(value instanceof JToken ? value : null, target.name, nullable);
  }
  if (value === null) return nullable ? null : convertNull(target, library);
  if (target.name === "object" || target.name === "dynamic" || isInstance(value, target, library))
    return value;
  if (from.name !== "object") {
    const converted = convertSpecially(value, target) ?? convertEnum(value, target, library);
    if (converted !== undefined) return converted;
  }
  throw invalidCast(value, target, library);
}

function isTokenSource(value: unknown, from: NetType): boolean {
  if (from.name === "object") return false;
  return value instanceof JToken || (value === null && /^J[A-Z]/.test(from.name));
}

function convertEnum(value: unknown, target: NetType, library: TypeLibrary): unknown {
  if (value instanceof NetEnum && NUMERIC.has(target.name)) return castNumber(value.value, kindOf(target));
  const definition = library.definitionOf(target);
  if (!definition?.enumMembers || !isNumber(value)) return undefined;
  const number = Number(castNumber(value, "int"));
  return definition.enumMembers.get(number) ?? new NetEnum(definition.fullName, String(number), number);
}

function invalidCast(value: unknown, type: NetType, library: TypeLibrary): NetException {
  return new NetException(
    "System.InvalidCastException",
    `Unable to cast object of type '${netTypeOf(value)}' to type '${fullName(type, library)}'.`,
  );
}

function fullName(type: NetType, library: TypeLibrary): string {
  const [inner] = type.args;
  if (type.name === "[]" && inner) return `${fullName(inner, library)}[]`;
  return library.definitionOf(type)?.fullName ?? type.name;
}

/**
 * What must be done with a value of a known type to get another that it fits; undefined when nothing.
 */
export function conversionTo(
  from: NetType,
  to: NetType,
  library: TypeLibrary,
): ((value: unknown) => unknown) | undefined {
  if (to.name === "object" || to.name === "dynamic" || from.name === to.name) return undefined;
  if (from.name === "null" || from.name === "lambda") return undefined;
  if (from.name === "dynamic") return (value) => convertImplicitly(value, to, library);
  if (to.name === "?" && to.args[0]) return conversionTo(from, to.args[0], library);
  if (NUMERIC.has(from.name) && NUMERIC.has(to.name)) {
    const kind = kindOf(to);
    return (value) => (numberKind(value) && isNumber(value) ? castNumber(value, kind) : value);
  }
  if (library.asSuper(from, to.name)) return undefined;
  return (value) => (value === null ? null : (convertSpecially(value, to) ?? value));
}
