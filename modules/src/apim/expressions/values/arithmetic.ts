import { invalidOperands } from "./invalid-operands.ts";
import { JValue } from "./json/j-value.ts";
import type { NetDecimal } from "./net-decimal.ts";
import { NetDouble } from "./net-double.ts";
import { NetEnum } from "./net-enum.ts";
import { arithmeticOverflow, divideByZero } from "./net-exception.ts";
import { type IntegerKind, wrapInteger } from "./net-integer.ts";
import { toNetText } from "./net-text.ts";
import { NetValue } from "./net-value.ts";
import {
  isNumber,
  type NetNumber,
  type NumberKind,
  numberKind,
  toBigInt,
  toDecimal,
  toJsNumber,
} from "./numbers.ts";
import { XNamespace } from "./xml/x-name.ts";

const MIN_INT = -2_147_483_648;

/** `left + right`: numbers, texts with anything, dates with time spans. */
export function add(left: unknown, right: unknown): unknown {
  if (typeof left === "number" && typeof right === "number") return (left + right) | 0;
  if (typeof left === "string") return left + toNetText(right);
  if (left instanceof XNamespace && typeof right === "string") return left.plus(right);
  if (typeof right === "string") return toNetText(left) + right;
  return calculate("+", left, right);
}

/** `-`, `*`, `/` and `%`. */
export function calculate(operator: string, left: unknown, right: unknown): unknown {
  if (typeof left === "number" && typeof right === "number") return calculateInts(operator, left, right);
  if (isNumber(left) && isNumber(right)) return calculateNumbers(operator, left, right);
  if (left instanceof JValue) return calculate(operator, left.value, right);
  if (right instanceof JValue) return calculate(operator, left, right.value);
  if (left === null || right === null) return nullResult(operator, left, right);
  return calculateObjects(operator, left, right);
}

/** Arithmetic with a null of `int?` gives null. */
function nullResult(operator: string, left: unknown, right: unknown): null {
  const other = left ?? right;
  if (other === null || isNumber(other) || other instanceof NetValue) return null;
  throw invalidOperands(operator, left, right);
}

function calculateObjects(operator: string, left: unknown, right: unknown): unknown {
  if (left instanceof NetValue) {
    const result = operator === "+" ? left.plus(right) : operator === "-" ? left.minus(right) : undefined;
    if (result !== undefined) return result;
  }
  throw invalidOperands(operator, left, right);
}

function calculateInts(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return (left + right) | 0;
    case "-":
      return (left - right) | 0;
    case "*":
      return Math.imul(left, right);
    default:
      if (right === 0) throw divideByZero();
      if (right === -1 && left === MIN_INT) throw arithmeticOverflow();
      // `+ 0` turns -0 into 0.
      return operator === "/" ? Math.trunc(left / right) + 0 : (left % right) + 0;
  }
}

function calculateNumbers(operator: string, left: NetNumber, right: NetNumber): NetNumber {
  const kind = promotedKind(numberKind(left) ?? "int", numberKind(right) ?? "int");
  if (kind === "decimal") return calculateDecimals(operator, toDecimal(left), toDecimal(right));
  if (kind === "double" || kind === "float") {
    return new NetDouble(calculateDoubles(operator, toJsNumber(left), toJsNumber(right)), kind === "float");
  }
  if (kind === "int") return calculateInts(operator, toJsNumber(left), toJsNumber(right));
  return wrapInteger(kind, calculateBigInts(operator, toBigInt(left), toBigInt(right)));
}

function calculateDecimals(operator: string, left: NetDecimal, right: NetDecimal): NetDecimal {
  switch (operator) {
    case "+":
      return left.add(right);
    case "-":
      return left.subtract(right);
    case "*":
      return left.multiply(right);
    default:
      return operator === "/" ? left.divide(right) : left.remainder(right);
  }
}

function calculateDoubles(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    default:
      return operator === "/" ? left / right : left % right;
  }
}

function calculateBigInts(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    default:
      if (right === 0n) throw divideByZero();
      return operator === "/" ? left / right : left % right;
  }
}

/** The type both operands are turned into before C# calculates. */
export function promotedKind(left: NumberKind, right: NumberKind): Exclude<NumberKind, "char"> {
  for (const kind of ["decimal", "double", "float", "ulong", "long"] as const) {
    if (left === kind || right === kind) return kind;
  }
  if (left !== "uint" && right !== "uint") return "int";
  const other = left === "uint" ? right : left;
  return other === "uint" || other === "byte" || other === "ushort" || other === "char" ? "uint" : "long";
}

export function negate(value: unknown): unknown {
  if (typeof value === "number") return -value | 0;
  if (value === null) return null;
  if (value instanceof NetDouble) return new NetDouble(-value.value, value.single);
  if (isNumber(value)) return calculate("-", 0, value);
  if (value instanceof NetValue) {
    const zero = value.minus(value);
    const result = zero instanceof NetValue ? zero.minus(value) : undefined;
    if (result !== undefined) return result;
  }
  throw invalidOperands("-", value);
}

/** `&`, `|`, `^` of Booleans, integers and flags, and shifts. */
export function combineBits(operator: string, left: unknown, right: unknown): unknown {
  if (left instanceof NetEnum && right instanceof NetEnum) return combineFlags(operator, left, right);
  if (typeof left === "boolean" && typeof right === "boolean") return combineBooleans(operator, left, right);
  if (left === null || right === null) return null;
  const leftKind = integerKindOf(left);
  const rightKind = integerKindOf(right);
  if (!isNumber(left) || !isNumber(right) || !leftKind || !rightKind)
    throw invalidOperands(operator, left, right);
  const shift = operator === "<<" || operator === ">>";
  const kind = shift ? promotedKind(leftKind, "int") : promotedKind(leftKind, rightKind);
  return wrapInteger(asInteger(kind), combineBigInts(operator, toBigInt(left), toBigInt(right), kind));
}

function combineFlags(operator: string, left: NetEnum, right: NetEnum): NetEnum {
  const value = Number(combineBigInts(operator, BigInt(left.value), BigInt(right.value), "int"));
  return new NetEnum(left.netType, operator === "|" ? `${left.name}, ${right.name}` : String(value), value);
}

function combineBooleans(operator: string, left: boolean, right: boolean): boolean {
  if (operator === "&") return left && right;
  return operator === "|" ? left || right : left !== right;
}

function combineBigInts(operator: string, left: bigint, right: bigint, kind: NumberKind): bigint {
  const mask = kind === "long" || kind === "ulong" ? 63n : 31n;
  switch (operator) {
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    default:
      return operator === "<<" ? left << (right & mask) : left >> (right & mask);
  }
}

function integerKindOf(value: unknown): NumberKind | undefined {
  const kind = numberKind(value);
  return kind === "double" || kind === "float" || kind === "decimal" ? undefined : kind;
}

function asInteger(kind: Exclude<NumberKind, "char">): IntegerKind {
  if (kind === "double" || kind === "float" || kind === "decimal") throw invalidOperands("&", null);
  return kind;
}

export function complement(value: unknown): unknown {
  if (value === null) return null;
  const kind = integerKindOf(value);
  if (!isNumber(value) || !kind) throw invalidOperands("~", value);
  return wrapInteger(asInteger(promotedKind(kind, "int")), ~toBigInt(value));
}
