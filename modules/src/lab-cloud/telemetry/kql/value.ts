/** Types of columns, as the query service names them. */
export type KqlType = "bool" | "int" | "long" | "real" | "string" | "datetime" | "timespan" | "dynamic";

/**
 * A value of a row. Its type stands at the column: a `datetime` is a number of milliseconds since 1970-01-01 UTC, a `timespan`
 * one of milliseconds, a `string` is never null, `dynamic` is any JSON.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };

export type Row = readonly Value[];

export interface Column {
  readonly name: string;
  readonly type: KqlType;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export const isNumeric = (type: KqlType): boolean => type === "int" || type === "long" || type === "real";

export const isObject = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a column of this type holds where there is nothing. */
export const emptyOf = (type: KqlType): Value => (type === "string" ? "" : null);

/** `2026-11-21T02:54:47.123Z` */
function showDatetime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString();
}

/** `1.02:03:04.5670000`: days only where there are any, a fraction only where there is one. */
function showTimespan(ms: number): string {
  const ticks = Math.round(Math.abs(ms) * 10_000);
  const seconds = Math.floor(ticks / 10_000_000);
  const days = Math.floor(seconds / 86_400);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map(two)
    .join(":");
  const fraction = ticks % 10_000_000;
  return [
    ms < 0 ? "-" : "",
    days > 0 ? `${days}.` : "",
    clock,
    fraction > 0 ? `.${String(fraction).padStart(7, "0")}` : "",
  ].join("");
}

const TIMESPAN = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?$/;

/** Milliseconds of `[d.]hh:mm[:ss[.fff]]`; `undefined` for anything else. */
export function readTimespan(text: string): number | undefined {
  const found = TIMESPAN.exec(text.trim());
  if (!found) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = found;
  const ms = (Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign ? -ms : Math.round(ms * 10_000) / 10_000;
}

/** Without a zone, a time is UTC. */
const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Milliseconds of an ISO date or time; `undefined` for anything else. */
export function readDatetime(text: string): number | undefined {
  const found = DATE.exec(text.trim());
  if (!found) return undefined;
  const [
    ,
    year = "",
    month = "",
    day = "",
    hour = "0",
    minute = "00",
    second = "00",
    fraction = "",
    zone = "Z",
  ] = found;
  const two = (part: string) => part.padStart(2, "0");
  const ms = Date.parse(
    `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second}${fraction.slice(0, 4)}${zone.toUpperCase()}`,
  );
  return Number.isNaN(ms) ? undefined : ms;
}

/** The value as text, as `tostring()` gives it. */
export function showValue(value: Value, type: KqlType): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return showNumber(value, type);
  return JSON.stringify(value);
}

function showNumber(value: number, type: KqlType): string {
  if (type === "datetime") return showDatetime(value);
  if (type === "timespan") return showTimespan(value);
  return String(value);
}

/** The value as JSON holds it: times become text. */
export function toDynamic(value: Value, type: KqlType): Value {
  return typeof value === "number"
    ? type === "datetime" || type === "timespan"
      ? showNumber(value, type)
      : value
    : value;
}

/** The value as the query service sends it. */
export function toWire(value: Value, type: KqlType): Value {
  if (value === null) return null;
  if (type === "dynamic") return JSON.stringify(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return toDynamic(value, type);
}

/** A word that is the same for equal values and another for others. */
export const keyOf = (value: Value): string =>
  typeof value === "string" ? `s${value}` : `${typeof value}${JSON.stringify(value)}`;

/** Order for sorting; nulls come first. */
export function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [one, other] = [sortText(left), sortText(right)];
  return one < other ? -1 : one > other ? 1 : 0;
}

const sortText = (value: Value) => (typeof value === "string" ? value : JSON.stringify(value));
