import type { Expression } from "../syntax/syntax-tree.ts";
import { BOOL, DYNAMIC, type NetType, STRING, typeOf, typeText } from "../types/net-type.ts";
import { add, calculate, combineBits, promotedKind } from "../values/arithmetic.ts";
import { areEqual, isOrdered } from "../values/comparison.ts";
import { JValue } from "../values/json/j-value.ts";
import { toNetText } from "../values/net-text.ts";
import type { NumberKind } from "../values/numbers.ts";
import { fitOf, NUMERIC } from "./assignable.ts";
import type { Code, Evaluate } from "./code.ts";
import { compileCode } from "./compile-code.ts";
import { conversionTo } from "./convert-value.ts";
import type { Place } from "./place.ts";
import { truth } from "./truth.ts";

type Binary = Extract<Expression, { kind: "binary" }>;

/** An operator between two operands. */
export function compileBinary({ operator, left, right, at }: Binary, place: Place): Code {
  const first = compileCode(left, place);
  const second = compileCode(right, place, first.type);
  switch (operator) {
    case "&&":
    case "||":
      return compileLogical(operator, first, second, at, place);
    case "??":
      return compileCoalesce(first, second, at, place);
    default:
      return operate(operator, first, second, at, place);
  }
}

function compileLogical(operator: "&&" | "||", left: Code, right: Code, at: number, place: Place): Code {
  for (const code of [left, right]) {
    if (fitOf(code.type, BOOL, place.compilation.library) === undefined)
      refuse(operator, left, right, at, place);
  }
  const [first, second] = [truth(left), truth(right)];
  const run: Evaluate =
    operator === "&&" ? (frame) => first(frame) && second(frame) : (frame) => first(frame) || second(frame);
  return { type: BOOL, run };
}

function compileCoalesce(left: Code, right: Code, at: number, place: Place): Code {
  const { library } = place.compilation;
  const [inner] = left.type.args;
  const unwrapped = left.type.name === "?" && inner ? inner : left.type;
  if (library.definitionOf(left.type)?.isValueType && left.type.name !== "?") {
    const message = `Operator '??' cannot be applied to '${typeText(left.type)}', which is never null.`;
    place.compilation.problem(message, at);
  }
  const type = coalescedType(left.type, unwrapped, right.type, place);
  if (!type) refuse("??", left, right, at, place);
  const convert = type && conversionTo(right.type, type, library);
  return {
    type: type ?? DYNAMIC,
    run: (frame) => {
      const value = left.run(frame);
      if (value !== null) return value;
      const other = right.run(frame);
      return convert ? convert(other) : other;
    },
  };
}

function coalescedType(
  left: NetType,
  unwrapped: NetType,
  right: NetType,
  { compilation }: Place,
): NetType | undefined {
  const { library } = compilation;
  if (left.name === "null") return right;
  if (left.name === "dynamic" || right.name === "dynamic") return DYNAMIC;
  if (fitOf(right, unwrapped, library) !== undefined) return right.name === "null" ? left : unwrapped;
  if (fitOf(right, left, library) !== undefined) return left;
  return fitOf(left, right, library) === undefined ? undefined : right;
}

/** `+`, `==`, `<` and all the others that always look at both operands. */
export function operate(operator: string, left: Code, right: Code, at: number, place: Place): Code {
  switch (operator) {
    case "+":
      return compileAdd(left, right, at, place);
    case "==":
    case "!=":
      return compileEquality(operator, left, right, at, place);
    case "<":
    case ">":
    case "<=":
    case ">=":
      return compileOrder(operator, left, right, at, place);
    case "&":
    case "|":
    case "^":
    case "<<":
    case ">>":
      return compileBits(operator, left, right, at, place);
    default:
      return compileArithmetic(operator, left, right, at, place);
  }
}

function refuse(operator: string, left: Code, right: Code, at: number, { compilation }: Place): void {
  const types = `'${typeText(left.type)}' and '${typeText(right.type)}'`;
  compilation.problem(`Operator '${operator}' cannot be applied to operands of type ${types}.`, at);
}

function compileAdd(left: Code, right: Code, at: number, place: Place): Code {
  const [first, second] = [left.run, right.run];
  if (left.type.name === "string" || right.type.name === "string") {
    if (left.type.name === "XNamespace")
      return { type: typeOf("XName"), run: (frame) => add(first(frame), second(frame)) };
    if (left.type.name === "void" || right.type.name === "void") refuse("+", left, right, at, place);
    return { type: STRING, run: (frame) => toNetText(first(frame)) + toNetText(second(frame)) };
  }
  return compileArithmetic("+", left, right, at, place);
}

function compileArithmetic(operator: string, left: Code, right: Code, at: number, place: Place): Code {
  const type = arithmeticType(operator, left.type, right.type);
  if (!type) refuse(operator, left, right, at, place);
  const [first, second] = [left.run, right.run];
  const run: Evaluate =
    operator === "+"
      ? (frame) => add(first(frame), second(frame))
      : (frame) => calculate(operator, first(frame), second(frame));
  return { type: type ?? DYNAMIC, run, constant: left.constant === true && right.constant === true };
}

/** Undefined when C# has no such operator. */
function arithmeticType(operator: string, left: NetType, right: NetType): NetType | undefined {
  const [leftInner, rightInner] = [plain(left), plain(right)];
  if (left.name === "dynamic" || right.name === "dynamic") return DYNAMIC;
  const lifted = left !== leftInner || right !== rightInner;
  if (NUMERIC.has(leftInner.name) && NUMERIC.has(rightInner.name)) {
    const type = typeOf(promotedKind(leftInner.name as NumberKind, rightInner.name as NumberKind));
    return lifted ? typeOf("?", type) : type;
  }
  return dateType(operator, leftInner.name, rightInner.name);
}

function plain(type: NetType): NetType {
  return type.name === "?" ? (type.args[0] ?? type) : type;
}

function dateType(operator: string, left: string, right: string): NetType | undefined {
  if (operator !== "+" && operator !== "-") return undefined;
  if (right === "TimeSpan" && /^(DateTime|DateTimeOffset|TimeSpan)$/.test(left)) return typeOf(left);
  return operator === "-" && left === right && /^DateTime/.test(left) ? typeOf("TimeSpan") : undefined;
}

function compileEquality(operator: "==" | "!=", left: Code, right: Code, at: number, place: Place): Code {
  if (!isComparable(left.type, right.type, place)) refuseComparison(operator, left, right, at, place);
  const [first, second] = [left.run, right.run];
  if (operator === "==") return { type: BOOL, run: (frame) => sameValue(first(frame), second(frame)) };
  return { type: BOOL, run: (frame) => !sameValue(first(frame), second(frame)) };
}

/** A token whose type was unknown until now is compared by what it holds, as `dynamic` does. */
function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left instanceof JValue && right !== null && !(right instanceof JValue))
    return areEqual(left.value, right);
  if (right instanceof JValue && left !== null && !(left instanceof JValue))
    return areEqual(left, right.value);
  return areEqual(left, right);
}

function isComparable(left: NetType, right: NetType, { compilation }: Place): boolean {
  const { library } = compilation;
  const [first, second] = [plain(left), plain(right)];
  if (left.name === "null" || right.name === "null")
    return fitOf(left, right, library) !== undefined || fitOf(right, left, library) !== undefined;
  if (NUMERIC.has(first.name) && NUMERIC.has(second.name)) return true;
  if (isToken(first) !== isToken(second) && (isSimple(first) || isSimple(second))) return false;
  return (
    fitOf(first, second, library, true) !== undefined || fitOf(second, first, library, true) !== undefined
  );
}

function isToken(type: NetType): boolean {
  return /^J(Token|Value|Object|Array|Property|Container)$/.test(type.name);
}

function isSimple(type: NetType): boolean {
  return type.name === "string" || type.name === "bool" || NUMERIC.has(type.name);
}

function refuseComparison(operator: string, left: Code, right: Code, at: number, place: Place): void {
  const token = isToken(left.type) || isToken(right.type);
  const simple = isToken(left.type) ? right.type : left.type;
  const mend = token ? ` Write a cast: (${typeText(simple)})token.` : "";
  const types = `'${typeText(left.type)}' and '${typeText(right.type)}'`;
  place.compilation.problem(
    `Operator '${operator}' cannot be applied to operands of type ${types}.${mend}`,
    at,
  );
}

function compileOrder(operator: string, left: Code, right: Code, at: number, place: Place): Code {
  const [first, second] = [plain(left.type), plain(right.type)];
  const known =
    first.name !== "dynamic" && second.name !== "dynamic" && first.name !== "null" && second.name !== "null";
  const numeric = NUMERIC.has(first.name) && NUMERIC.has(second.name);
  const sameKind =
    first.name === second.name && /^(DateTime|DateTimeOffset|TimeSpan|Version)$/.test(first.name);
  const isEnum =
    place.compilation.library.definitionOf(first)?.enumMembers !== undefined && first.name === second.name;
  if (known && !numeric && !sameKind && !isEnum) refuse(operator, left, right, at, place);
  const [one, other] = [left.run, right.run];
  return { type: BOOL, run: orderRunner(operator, one, other) };
}

function orderRunner(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  return (frame) => {
    const first = left(frame);
    const second = right(frame);
    if (typeof first !== "number" || typeof second !== "number") return isOrdered(operator, first, second);
    switch (operator) {
      case "<":
        return first < second;
      case ">":
        return first > second;
      case "<=":
        return first <= second;
      default:
        return first >= second;
    }
  };
}

function compileBits(operator: string, left: Code, right: Code, at: number, place: Place): Code {
  const [first, second] = [plain(left.type), plain(right.type)];
  const type = bitsType(operator, first, second, place);
  if (!type) refuse(operator, left, right, at, place);
  return {
    type: type ?? DYNAMIC,
    run: (frame) => combineBits(operator, left.run(frame), right.run(frame)),
  };
}

function bitsType(
  operator: string,
  left: NetType,
  right: NetType,
  { compilation }: Place,
): NetType | undefined {
  if (left.name === "dynamic" || right.name === "dynamic") return DYNAMIC;
  const shift = operator === "<<" || operator === ">>";
  if (left.name === "bool" && right.name === "bool" && !shift) return BOOL;
  if (compilation.library.definitionOf(left)?.enumMembers && left.name === right.name) return left;
  if (!NUMERIC.has(left.name) || !NUMERIC.has(right.name)) return undefined;
  const kind = promotedKind(left.name as NumberKind, shift ? "int" : (right.name as NumberKind));
  return kind === "double" || kind === "float" || kind === "decimal" ? undefined : typeOf(kind);
}
