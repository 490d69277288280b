import type { Cursor } from "./cursor.ts";
import { syntaxError } from "./kql-error.ts";
import type { Expression } from "./syntax.ts";
import { readToken } from "./token.ts";
import { emptyOf, type KqlType, readDatetime, readTimespan, type Value } from "./value.ts";

/** Names under which literals of a type are written: `datetime(2026-11-21)`. */
const LITERALS: Readonly<Record<string, KqlType>> = {
  datetime: "datetime",
  date: "datetime",
  timespan: "timespan",
  time: "timespan",
  dynamic: "dynamic",
  bool: "bool",
  boolean: "bool",
  int: "int",
  long: "long",
  real: "real",
  double: "real",
  decimal: "real",
  string: "string",
  guid: "string",
};

/** The type that a name stands for, in literals and in `datatable`. */
export const typeNamed = (name: string): KqlType | undefined =>
  Object.hasOwn(LITERALS, name) ? LITERALS[name] : undefined;

/** `typename(raw text)`, when that is what comes. */
export function parseTypedLiteral(cursor: Cursor): Expression | undefined {
  const token = cursor.peek();
  const type = token.kind === "name" ? typeNamed(token.text) : undefined;
  if (!type || cursor.peek(1).text !== "(" || cursor.peek(1).kind !== "sign") return undefined;
  cursor.next();
  const { text, start } = cursor.parenthesised();
  const value = readLiteral(type, text.trim());
  if (value !== undefined) return { form: "literal", type, value, at: token.start };
  throw syntaxError(
    `${token.text}(${text.slice(0, 60)}) is no ${type}; ${token.text}(…) holds a literal, to${type}(…) converts.`,
    start,
  );
}

function readLiteral(type: KqlType, text: string): Value | undefined {
  if (text === "null") return emptyOf(type);
  if (type === "dynamic") return readJson(text);
  if (type === "datetime") return readDatetime(unquote(text));
  if (type === "timespan") return readTimespan(unquote(text)) ?? readSpan(text);
  if (type === "string") return unquote(text);
  if (type === "bool") return { true: true, false: false, "1": true, "0": false }[text.toLowerCase()];
  return readNumber(type, text);
}

function readNumber(type: KqlType, text: string): number | undefined {
  const special = { nan: Number.NaN, "+inf": Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY }[
    text
  ];
  if (type === "real" && special !== undefined) return special;
  if (text === "" || !/^[-+]?[\d.]/.test(text)) return undefined;
  const value = Number(text);
  return Number.isNaN(value) || (type !== "real" && !Number.isInteger(value)) ? undefined : value;
}

/** `30m`, or a plain number of days. */
function readSpan(text: string): number | undefined {
  if (!/^-?\d/.test(text)) return undefined;
  const negative = text.startsWith("-");
  const token = readToken(text, negative ? 1 : 0);
  if (token.end !== text.length) return undefined;
  const ms = token.kind === "timespan" ? token.amount : token.amount * 86_400_000;
  return negative ? -ms : ms;
}

const unquote = (text: string) => text.replace(/^(["'])(.*)\1$/s, "$2");

/** JSON; texts may stand in single quotes, as KQL allows. */
function readJson(text: string): Value | undefined {
  const json = text.replace(/'((?:[^'\\"]|\\.)*)'|"(?:[^"\\]|\\.)*"/g, (whole, single: string | undefined) =>
    single === undefined ? whole : JSON.stringify(single),
  );
  try {
    return JSON.parse(json);
  } catch {
    // Told by the caller, with the place.
    return undefined;
  }
}
