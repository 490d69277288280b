import { type Compiled, constantOf } from "./scope.ts";
import { type KqlType, readDatetime, readTimespan, showValue, type Value } from "./value.ts";

/** `tostring()`, `tolong()` and their kin; null where the value cannot be one. */
export function convertValue(value: Value, from: KqlType, to: KqlType): Value {
  if (to === "string") return showValue(value, from);
  if (value === null || from === to) return value;
  if (to === "dynamic") return typeof value === "string" ? parseJson(value) : value;
  if (to === "bool") return toBool(value);
  if (to === "datetime")
    return typeof value === "string" ? orNull(readDatetime(value)) : from === "datetime" ? value : null;
  if (to === "timespan")
    return typeof value === "string" ? orNull(readTimespan(value)) : from === "timespan" ? value : null;
  return toNumber(value, to);
}

const orNull = (value: number | undefined): Value => value ?? null;

function parseJson(text: string): Value {
  try {
    return JSON.parse(text);
  } catch {
    // As the real one: what is no JSON is a text.
    return text;
  }
}

function toBool(value: Value): Value {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  if (typeof value !== "string") return null;
  return { true: true, false: false, "1": true, "0": false }[value.trim().toLowerCase()] ?? null;
}

function toNumber(value: Value, to: KqlType): Value {
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number))
    return to === "real" && value === "NaN" ? Number.NaN : null;
  return to === "real" ? number : Math.trunc(number);
}

/** The expression in another type. */
export function converted(expression: Compiled, to: KqlType): Compiled {
  if (expression.type === to) return expression;
  const from = expression.type;
  if (expression.constant) return constantOf(to, convertValue(expression.value([]), from, to));
  return { type: to, constant: false, value: (row) => convertValue(expression.value(row), from, to) };
}
