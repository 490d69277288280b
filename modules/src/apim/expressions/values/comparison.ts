import { promotedKind } from "./arithmetic.ts";
import { invalidOperands } from "./invalid-operands.ts";
import { NetDouble } from "./net-double.ts";
import { netCompare, netEquals } from "./net-equality.ts";
import { NetTuple } from "./net-tuple.ts";
import { NetValue } from "./net-value.ts";
import { isNumber, type NetNumber, numberKind, toBigInt, toDecimal, toJsNumber } from "./numbers.ts";

/** `left == right`: numbers by value whatever their types, the rest by `Equals`. */
export function areEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0;
  if (left instanceof NetTuple && right instanceof NetTuple) {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => areEqual(item, right.items[index]))
    );
  }
  return netEquals(left, right) || netEquals(right, left);
}

/** `left < right`, `<=`, `>` and `>=`; false when one of them is null. */
export function isOrdered(operator: string, left: unknown, right: unknown): boolean {
  if (left === null || right === null) return false;
  const order = orderOf(operator, left, right);
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

function orderOf(operator: string, left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (left instanceof NetValue && right instanceof NetValue && left.netType === right.netType) {
    return netCompare(left, right);
  }
  throw invalidOperands(operator, left, right);
}

/** NaN for a comparison with NaN, which makes every order false. */
function compareNumbers(left: NetNumber, right: NetNumber): number {
  const kind = promotedKind(numberKind(left) ?? "int", numberKind(right) ?? "int");
  if (kind === "decimal") return toDecimal(left).compareTo(toDecimal(right));
  if (left instanceof NetDouble || right instanceof NetDouble) {
    const [first, second] = [toJsNumber(left), toJsNumber(right)];
    return first === second ? 0 : first - second;
  }
  const [first, second] = [toBigInt(left), toBigInt(right)];
  return first < second ? -1 : first > second ? 1 : 0;
}
