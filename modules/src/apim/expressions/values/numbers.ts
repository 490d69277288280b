import { NetChar } from "./net-char.ts";
import { NetDecimal } from "./net-decimal.ts";
import { NetDouble } from "./net-double.ts";
import { overflow } from "./net-exception.ts";
import { fitInteger, INTEGERS, type IntegerKind, NetInteger, wrapInteger } from "./net-integer.ts";

export type NumberKind = IntegerKind | "char" | "float" | "double" | "decimal";
export type NetNumber = number | bigint | NetInteger | NetChar | NetDouble | NetDecimal;

/** The kind of a number; undefined for anything else. */
export function numberKind(value: unknown): NumberKind | undefined {
  if (typeof value === "number") return "int";
  if (typeof value === "bigint") return "long";
  if (value instanceof NetDouble) return value.single ? "float" : "double";
  if (value instanceof NetInteger) return value.kind;
  if (value instanceof NetChar) return "char";
  return value instanceof NetDecimal ? "decimal" : undefined;
}

export function isNumber(value: unknown): value is NetNumber {
  return numberKind(value) !== undefined;
}

/** Any number as a JavaScript number. */
export function toJsNumber(value: NetNumber): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof NetDouble) return value.value;
  if (value instanceof NetChar) return value.code;
  return value instanceof NetDecimal ? value.toNumber() : Number(value.value);
}

/** Any number without its fraction. Throws `OverflowException` for one that has no end. */
export function toBigInt(value: NetNumber, called = "an Int64"): bigint {
  if (typeof value === "bigint") return value;
  if (value instanceof NetInteger) return value.value;
  if (value instanceof NetDecimal) return value.truncate();
  const number = toJsNumber(value);
  if (!Number.isFinite(number)) throw overflow(called);
  return BigInt(Math.trunc(number));
}

export function toDecimal(value: NetNumber): NetDecimal {
  if (value instanceof NetDecimal) return value;
  if (value instanceof NetDouble) return NetDecimal.fromDouble(value.value);
  return new NetDecimal(toBigInt(value));
}

/** `(kind)value` of C#: fractions are cut off, integers that do not fit are wrapped. */
export function castNumber(value: NetNumber, kind: NumberKind): NetNumber {
  if (numberKind(value) === kind) return value;
  switch (kind) {
    case "double":
      return new NetDouble(toJsNumber(value));
    case "float":
      return new NetDouble(toJsNumber(value), true);
    case "decimal":
      return toDecimal(value);
    case "char":
      return NetChar.of(Number(BigInt.asUintN(16, toBigInt(value))));
    default:
      return castInteger(value, kind);
  }
}

function castInteger(value: NetNumber, kind: IntegerKind): NetNumber {
  if (value instanceof NetDecimal) return fitInteger(kind, value.truncate());
  if (value instanceof NetDouble && !Number.isFinite(value.value)) {
    // What C# leaves open; x64 gives the smallest value.
    return wrapInteger(kind, -(1n << BigInt(INTEGERS[kind].bits - 1)));
  }
  return wrapInteger(kind, toBigInt(value));
}

/** `Convert.ToInt32` and its like: rounds halves to the even neighbour and throws for what does not fit. */
export function convertInteger(value: NetNumber, kind: IntegerKind): NetNumber {
  if (value instanceof NetDouble) {
    const rounded = roundHalfEven(value.value);
    if (!Number.isFinite(rounded)) throw overflow(INTEGERS[kind].called);
    return fitInteger(kind, BigInt(rounded));
  }
  if (value instanceof NetDecimal) return fitInteger(kind, value.round(0).truncate());
  return fitInteger(kind, toBigInt(value));
}

export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
