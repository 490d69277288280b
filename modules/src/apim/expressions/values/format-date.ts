import type { NetDateTime } from "./net-date-time.ts";
import { formatError } from "./net-exception.ts";
import { TICKS_PER_SECOND } from "./net-time-span.ts";

export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** Minutes east of UTC, `Z`, or nothing known. */
export type ZoneText = "none" | "Z" | number;

const STANDARD: Readonly<Record<string, string>> = {
  d: "MM/dd/yyyy",
  D: "dddd, dd MMMM yyyy",
  f: "dddd, dd MMMM yyyy HH:mm",
  F: "dddd, dd MMMM yyyy HH:mm:ss",
  g: "MM/dd/yyyy HH:mm",
  G: "MM/dd/yyyy HH:mm:ss",
  m: "MMMM dd",
  M: "MMMM dd",
  o: "yyyy-MM-ddTHH:mm:ss.fffffffK",
  O: "yyyy-MM-ddTHH:mm:ss.fffffffK",
  r: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  R: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  s: "yyyy-MM-ddTHH:mm:ss",
  t: "HH:mm",
  T: "HH:mm:ss",
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  U: "dddd, dd MMMM yyyy HH:mm:ss",
  y: "yyyy MMMM",
  Y: "yyyy MMMM",
};

/** The custom format that a standard letter stands for. */
export function expandDateFormat(format: string): string {
  if (format.length !== 1) return format;
  const expanded = STANDARD[format];
  if (expanded === undefined) throw formatError();
  return expanded;
}

const TOKENS =
  /'([^']*)'|"([^"]*)"|\\(.)|%?(d{1,4}|M{1,4}|y{1,5}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|f{1,7}|\.?F{1,7}|t{1,2}|K|z{1,3}|g{1,2})|([\s\S])/g;

/** `date.ToString(format)` in the invariant culture. */
export function formatDate(date: NetDateTime, format: string, zone: ZoneText): string {
  const pattern = format === "" ? "MM/dd/yyyy HH:mm:ss" : expandDateFormat(format);
  return pattern.replace(
    TOKENS,
    (_all, single?: string, double?: string, escaped?: string, token?: string, other?: string) =>
      single ?? double ?? escaped ?? (token === undefined ? (other ?? "") : writeToken(date, token, zone)),
  );
}

function writeToken(date: NetDateTime, token: string, zone: ZoneText): string {
  const calendar = date.calendar;
  switch (token[0]) {
    case "y":
      return writeYear(calendar.getUTCFullYear(), token.length);
    case "M":
      return writeName(calendar.getUTCMonth() + 1, MONTHS[calendar.getUTCMonth()] ?? "", token.length);
    case "d":
      return writeName(calendar.getUTCDate(), DAYS[date.dayOfWeek] ?? "", token.length);
    case "H":
      return pad(calendar.getUTCHours(), token.length);
    case "h":
      return pad(calendar.getUTCHours() % 12 || 12, token.length);
    case "m":
      return pad(calendar.getUTCMinutes(), token.length);
    case "s":
      return pad(calendar.getUTCSeconds(), token.length);
    case "t":
      return (calendar.getUTCHours() < 12 ? "AM" : "PM").slice(0, token.length);
    case "g":
      return "A.D.";
    case "K":
      return zone === "none" ? "" : zone === "Z" ? "Z" : writeOffset(zone, 3);
    case "z":
      return writeOffset(typeof zone === "number" ? zone : 0, token.length);
    default:
      return writeFraction(date, token);
  }
}

function writeYear(year: number, length: number): string {
  return length <= 2 ? pad(year % 100, length) : pad(year, length);
}

function writeName(value: number, name: string, length: number): string {
  if (length <= 2) return pad(value, length);
  return length === 3 ? name.slice(0, 3) : name;
}

function writeFraction(date: NetDateTime, token: string): string {
  const digits = (date.ticks % TICKS_PER_SECOND).toString().padStart(7, "0");
  if (token.startsWith("f")) return digits.slice(0, token.length);
  const dotted = token.startsWith(".");
  const shown = digits.slice(0, dotted ? token.length - 1 : token.length).replace(/0+$/, "");
  return shown && dotted ? `.${shown}` : shown;
}

function writeOffset(minutes: number, length: number): string {
  const sign = minutes < 0 ? "-" : "+";
  const hours = Math.floor(Math.abs(minutes) / 60);
  if (length < 3) return `${sign}${pad(hours, length)}`;
  return `${sign}${pad(hours, 2)}:${pad(Math.abs(minutes) % 60, 2)}`;
}

function pad(value: number, length: number): string {
  return value.toString().padStart(length, "0");
}
