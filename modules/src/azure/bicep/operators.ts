import { type BicepPosition, bicepError } from "./bicep-error.ts";
import { asNumber, asText, sameValue, toPlain, typeName, type Value } from "./value.ts";

type Operate = (left: Value, right: Value, at: BicepPosition) => Value;

const numbers =
  (operate: (left: number, right: number) => number): Operate =>
  (left, right, at) =>
    operate(asNumber(left, at), asNumber(right, at));

const order =
  (holds: (sign: number) => boolean): Operate =>
  (left, right, at) => {
    if (typeof left === "string") return holds(compareText(left, asText(right, at)));
    return holds(asNumber(left, at) - asNumber(right, at));
  };

const compareText = (left: string, right: string) => (left === right ? 0 : left < right ? -1 : 1);

const same: Operate = (left, right, at) => sameValue(toPlain(left, at), toPlain(right, at));

const sameWithoutCase: Operate = (left, right, at) =>
  asText(left, at).toLowerCase() === asText(right, at).toLowerCase();

/** Operators whose both sides are always evaluated; `&&`, `||` and `??` are not among them. */
const OPERATORS: Readonly<Record<string, Operate>> = {
  "+": numbers((left, right) => left + right),
  "-": numbers((left, right) => left - right),
  "*": numbers((left, right) => left * right),
  "/": (left, right, at) => {
    if (right === 0) throw bicepError("Division by zero.", at);
    return Math.trunc(asNumber(left, at) / asNumber(right, at));
  },
  "%": (left, right, at) => {
    if (right === 0) throw bicepError("Division by zero.", at);
    return asNumber(left, at) % asNumber(right, at);
  },
  "==": same,
  "!=": (...given) => !same(...given),
  "=~": sameWithoutCase,
  "!~": (...given) => !sameWithoutCase(...given),
  "<": order((sign) => sign < 0),
  "<=": order((sign) => sign <= 0),
  ">": order((sign) => sign > 0),
  ">=": order((sign) => sign >= 0),
};

export function applyOperator(operator: string, left: Value, right: Value, at: BicepPosition): Value {
  const operate = OPERATORS[operator];
  if (operate) return operate(left, right, at);
  throw bicepError(
    `The operator ${operator} between ${typeName(left)} and ${typeName(right)} is not known.`,
    at,
  );
}
