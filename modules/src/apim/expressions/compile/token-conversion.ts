import { JProperty } from "../values/json/j-property.ts";
import type { JToken } from "../values/json/j-token.ts";
import { JValue } from "../values/json/j-value.ts";
import { NetDateTime } from "../values/net-date-time.ts";
import { NetDateTimeOffset } from "../values/net-date-time-offset.ts";
import { argumentNull, invalidArgument, NetException } from "../values/net-exception.ts";
import { NetGuid } from "../values/net-guid.ts";
import { toNetText } from "../values/net-text.ts";
import { NetTimeSpan } from "../values/net-time-span.ts";
import { NetUri } from "../values/net-uri.ts";
import { castNumber, convertInteger, isNumber, type NumberKind } from "../values/numbers.ts";
import { dateFormatError, parseDate, toDateTime } from "../values/parse-date.ts";
import { parseNumber } from "../values/parse-number.ts";

const CALLED: Readonly<Record<string, string>> = {
  string: "String",
  bool: "Boolean",
  int: "Int32",
  long: "Int64",
  short: "Int16",
  byte: "Byte",
  uint: "UInt32",
  ulong: "UInt64",
  ushort: "UInt16",
  sbyte: "SByte",
  char: "Char",
  float: "Single",
  double: "Double",
  decimal: "Decimal",
  DateTime: "DateTime",
  DateTimeOffset: "DateTimeOffset",
  TimeSpan: "TimeSpan",
  Guid: "Guid",
  Uri: "Uri",
  "[]": "Byte[]",
};

/** Whether `(name)token` is an operator of `JToken`. */
export function isTokenTarget(name: string): boolean {
  return name in CALLED;
}

/**
 * `(string)json["model"]`, `(int)json["n"]`. Null gives null for what may be null; else it throws as Newtonsoft does.
 * @param nullable whether the target is a reference or `T?`
 */
export function castToken(token: JToken | null, target: string, nullable: boolean): unknown {
  const value = token instanceof JProperty ? token.value : token;
  if (value === null) {
    if (nullable || target === "string") return null;
    throw argumentNull("value");
  }
  const called = CALLED[target] ?? target;
  if (!(value instanceof JValue)) throw invalidArgument(`Can not convert ${value.type} to ${called}.`);
  if (value.value === null && (nullable || target === "string" || target === "Uri" || target === "[]"))
    return null;
  const result = convertScalar(value.value, target);
  if (result === undefined) throw invalidArgument(`Can not convert ${value.type} to ${called}.`);
  return result;
}

/** A value out of JSON as another simple type; undefined when there is no such conversion. */
export function convertScalar(value: unknown, target: string): unknown {
  if (value === null) return undefined;
  switch (target) {
    case "string":
      return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : toNetText(value);
    case "bool":
      return toBoolean(value);
    case "DateTime":
      return toDate(value);
    case "DateTimeOffset":
      return toDateOffset(value);
    case "Guid":
      return value instanceof NetGuid ? value : typeof value === "string" ? NetGuid.parse(value) : undefined;
    case "TimeSpan":
      return value instanceof NetTimeSpan
        ? value
        : typeof value === "string"
          ? NetTimeSpan.parse(value)
          : undefined;
    case "Uri":
      return value instanceof NetUri ? value : typeof value === "string" ? NetUri.parse(value) : undefined;
    case "[]":
      return value instanceof Uint8Array
        ? value
        : typeof value === "string"
          ? Buffer.from(value, "base64")
          : undefined;
    default:
      return toNumber(value, target);
  }
}

function toBoolean(value: unknown): unknown {
  if (typeof value === "boolean") return value;
  if (isNumber(value)) return Number(toNetText(value)) !== 0;
  if (typeof value !== "string") return undefined;
  const text = value.trim().toLowerCase();
  if (text === "true" || text === "false") return text === "true";
  throw new NetException("System.FormatException", "String was not recognized as a valid Boolean.");
}

function toDate(value: unknown): unknown {
  if (value instanceof NetDateTime) return value;
  if (value instanceof NetDateTimeOffset) return value.clock;
  if (typeof value !== "string") return undefined;
  const written = parseDate(value);
  if (!written) throw dateFormatError();
  return toDateTime(written);
}

function toDateOffset(value: unknown): unknown {
  if (value instanceof NetDateTimeOffset) return value;
  if (value instanceof NetDateTime) return new NetDateTimeOffset(value);
  if (typeof value !== "string") return undefined;
  const written = parseDate(value);
  if (!written) throw dateFormatError();
  return new NetDateTimeOffset(written.clock, written.offsetMinutes ?? 0);
}

const INTEGER_KINDS = new Set(["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"]);

function toNumber(value: unknown, target: string): unknown {
  const kind = target as NumberKind;
  if (!(target in CALLED)) return undefined;
  if (typeof value === "boolean") return castNumber(value ? 1 : 0, kind);
  if (typeof value === "string") return parseNumber(value, kind);
  if (!isNumber(value)) return undefined;
  return INTEGER_KINDS.has(target)
    ? convertInteger(value, kind as Parameters<typeof convertInteger>[1])
    : castNumber(value, kind);
}
