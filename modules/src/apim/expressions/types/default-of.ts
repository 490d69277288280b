import { NetChar } from "../values/net-char.ts";
import { NetDateTime } from "../values/net-date-time.ts";
import { NetDateTimeOffset } from "../values/net-date-time-offset.ts";
import { NetDecimal } from "../values/net-decimal.ts";
import { NetDouble } from "../values/net-double.ts";
import { NetGuid } from "../values/net-guid.ts";
import { NetInteger } from "../values/net-integer.ts";
import { NetTimeSpan } from "../values/net-time-span.ts";
import type { NetType } from "./net-type.ts";

/** `default(T)` of the simple value types; all others are null. */
const FALLBACKS: Readonly<Record<string, unknown>> = {
  bool: false,
  int: 0,
  long: 0n,
  short: new NetInteger("short", 0n),
  byte: new NetInteger("byte", 0n),
  sbyte: new NetInteger("sbyte", 0n),
  ushort: new NetInteger("ushort", 0n),
  uint: new NetInteger("uint", 0n),
  ulong: new NetInteger("ulong", 0n),
  char: NetChar.of(0),
  float: new NetDouble(0, true),
  double: new NetDouble(0),
  decimal: new NetDecimal(0n),
  DateTime: new NetDateTime(0n),
  DateTimeOffset: new NetDateTimeOffset(new NetDateTime(0n)),
  TimeSpan: new NetTimeSpan(0n),
  Guid: new NetGuid("0".repeat(32)),
};

/** What a missing value of the type reads as. */
export function defaultOf(type: NetType | undefined): unknown {
  return (type && FALLBACKS[type.name]) ?? null;
}
