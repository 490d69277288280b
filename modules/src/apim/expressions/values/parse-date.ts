import { DAYS, expandDateFormat, MONTHS } from "./format-date.ts";
import { type DateKind, NetDateTime } from "./net-date-time.ts";
import { formatError } from "./net-exception.ts";

/** A date as it was written: the clock's reading, and the zone when one was given. */
export interface WrittenDate {
  readonly clock: NetDateTime;
  /** Minutes east of UTC; undefined when the text names no zone. */
  readonly offsetMinutes: number | undefined;
}

const FORMATS = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,7})\d*)?)?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2}|GMT|UTC)?$/i,
  /^(?<month>\d{1,2})[/-](?<day>\d{1,2})[/-](?<year>\d{4})(?:\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,7}))?)?\s*(?<half>[AP]M)?)?\s*(?<zone>Z|[+-]\d{2}:\d{2}|GMT)?$/i,
  /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})(?:\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?(?<zone>Z)?$/i,
  /^(?:[A-Z]{3,9},?\s+)?(?<day>\d{1,2})[\s-](?<name>[A-Z]{3,9})[\s-](?<year>\d{4})(?:\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?\s*(?<zone>GMT|UTC|Z|[+-]\d{2}:?\d{2})?$/i,
  /^(?:[A-Z]{3,9},?\s+)?(?<name>[A-Z]{3,9})\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})(?:\s+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s*(?<half>[AP]M)?)?\s*(?<zone>GMT|UTC|Z)?$/i,
];

type Groups = Readonly<Record<string, string | undefined>>;

/** Reads what `DateTime.Parse` reads in the invariant culture; undefined for anything else. */
export function parseDate(text: string): WrittenDate | undefined {
  const trimmed = text.trim();
  for (const format of FORMATS) {
    const groups = format.exec(trimmed)?.groups;
    if (groups) return fromGroups(groups);
  }
  return undefined;
}

function fromGroups(groups: Groups): WrittenDate | undefined {
  const month = groups.name ? monthOf(groups.name) : Number(groups.month);
  if (!month) return undefined;
  const parts = {
    year: Number(groups.year),
    month,
    day: Number(groups.day),
    hour: hourOf(Number(groups.hour ?? 0), groups.half),
    minute: Number(groups.minute ?? 0),
    second: Number(groups.second ?? 0),
    millisecond: 0,
  };
  const clock = dateOf(parts);
  if (!clock) return undefined;
  const fraction = BigInt((groups.fraction ?? "").padEnd(7, "0"));
  return { clock: clock.addTicks(fraction), offsetMinutes: offsetOf(groups.zone) };
}

function dateOf(parts: Parameters<typeof NetDateTime.fromParts>[0]): NetDateTime | undefined {
  try {
    return NetDateTime.fromParts(parts);
  } catch {
    return undefined;
  }
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => isNameOf(name, month)) + 1;
}

function isNameOf(text: string, name: string): boolean {
  const lower = text.toLowerCase();
  return lower === name.toLowerCase() || lower === name.slice(0, 3).toLowerCase();
}

function hourOf(hour: number, half: string | undefined): number {
  if (!half) return hour;
  return (hour % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
}

function offsetOf(zone: string | undefined): number | undefined {
  if (!zone) return undefined;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}

/** Reads a text that has exactly the custom or standard format; undefined when it has not. */
export function parseDateExactly(text: string, format: string): WrittenDate | undefined {
  const pattern = new RegExp(`^${datePattern(expandDateFormat(format))}$`, "i");
  const groups = pattern.exec(text)?.groups;
  if (!groups) return undefined;
  const year = groups.shortYear
    ? 2000 + Number(groups.shortYear) - (Number(groups.shortYear) > 29 ? 100 : 0)
    : groups.year;
  return fromGroups({ day: "1", month: "1", ...definedOnly(groups), year: String(year ?? 1) });
}

function definedOnly(groups: Groups): Groups {
  return Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));
}

const NAMES_OF_DAYS = `(?:${DAYS.join("|")})`;
const TOKEN_PATTERNS: Readonly<Record<string, string>> = {
  yyyy: "(?<year>\\d{4})",
  yy: "(?<shortYear>\\d{2})",
  MMMM: "(?<name>[A-Z]+)",
  MMM: "(?<name>[A-Z]{3})",
  MM: "(?<month>\\d{2})",
  M: "(?<month>\\d{1,2})",
  dddd: NAMES_OF_DAYS,
  ddd: "[A-Z]{3}",
  dd: "(?<day>\\d{2})",
  d: "(?<day>\\d{1,2})",
  HH: "(?<hour>\\d{2})",
  H: "(?<hour>\\d{1,2})",
  hh: "(?<hour>\\d{2})",
  h: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  m: "(?<minute>\\d{1,2})",
  ss: "(?<second>\\d{2})",
  s: "(?<second>\\d{1,2})",
  tt: "(?<half>[AP]M)",
  K: "(?<zone>Z|[+-]\\d{2}:\\d{2})?",
  zzz: "(?<zone>[+-]\\d{2}:\\d{2})",
};

function datePattern(format: string): string {
  return format.replace(
    /'([^']*)'|"([^"]*)"|\\(.)|%?(d{1,4}|M{1,4}|y{2,4}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|f{1,7}|F{1,7}|tt|K|zzz)|([\s\S])/g,
    (_all, single?: string, double?: string, escaped?: string, token?: string, other?: string) => {
      if (token?.startsWith("f")) return `(?<fraction>\\d{${token.length}})`;
      if (token?.startsWith("F")) return `(?<fraction>\\d{0,${token.length}})`;
      if (token === undefined) return escapePattern(single ?? double ?? escaped ?? other ?? "");
      const pattern = TOKEN_PATTERNS[token];
      if (pattern === undefined) throw formatError();
      return pattern;
    },
  );
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** A written date as `DateTime`: one with a zone is turned to local time, which is UTC here. */
export function toDateTime(
  { clock, offsetMinutes }: WrittenDate,
  kind: DateKind = "Unspecified",
): NetDateTime {
  if (offsetMinutes === undefined) return clock.withKind(kind);
  const utc = clock.addTicks(BigInt(-offsetMinutes) * 600_000_000n);
  return utc.withKind(kind === "Unspecified" ? "Local" : kind);
}

export function dateFormatError(): Error {
  return formatError("String was not recognized as a valid DateTime.");
}
