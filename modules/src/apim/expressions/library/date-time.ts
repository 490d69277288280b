import type { Run } from "../run.ts";
import { ambient, defineType, member, type Out } from "../types/type-definition.ts";
import { DAYS } from "../values/format-date.ts";
import { type DateKind, daysInMonth, MAX_TICKS, NetDateTime } from "../values/net-date-time.ts";
import type { NetDouble } from "../values/net-double.ts";
import { NetEnum } from "../values/net-enum.ts";
import { argumentNull } from "../values/net-exception.ts";
import {
  NetTimeSpan,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
} from "../values/net-time-span.ts";
import { dateFormatError, parseDate, parseDateExactly, toDateTime } from "../values/parse-date.ts";

const zero = new NetDateTime(0n);

function now(run: Run, kind: DateKind): NetDateTime {
  return NetDateTime.fromUnixMs(run.exchange.services.clock.now(), kind);
}

function kindOf(value: NetEnum | undefined): DateKind {
  return value?.name === "Utc" || value?.name === "Local" ? value.name : "Unspecified";
}

function fromParts(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  kind: NetEnum | number | undefined = undefined,
): NetDateTime {
  const millisecond = typeof kind === "number" ? kind : 0;
  const known = kind instanceof NetEnum ? kindOf(kind) : "Unspecified";
  return NetDateTime.fromParts({ year, month, day, hour, minute, second, millisecond }, known);
}

function parse(text: string | null): NetDateTime {
  if (text === null) throw argumentNull("s");
  const written = parseDate(text);
  if (!written) throw dateFormatError();
  return toDateTime(written);
}

function tryParse(text: string | null, result: Out): boolean {
  const written = text === null ? undefined : parseDate(text);
  result.value = written ? toDateTime(written) : zero;
  return written !== undefined;
}

const addUnits =
  (unit: bigint) =>
  (date: NetDateTime, { value }: NetDouble) =>
    date.addTicks(NetTimeSpan.fromUnits(value, unit).ticks);

const isLeap = (year: number): boolean => daysInMonth(year, 2) === 29;

function dayOfYear({ calendar }: NetDateTime): number {
  const start = Date.UTC(calendar.getUTCFullYear(), 0, 1);
  return Math.floor((calendar.getTime() - start) / 86_400_000) + 1;
}

export const dateTime = defineType({
  name: "DateTime",
  fullName: "System.DateTime",
  isValueType: true,
  fallback: zero,
  holds: (value) => value instanceof NetDateTime,
  members: [
    member("new(long ticks)", (ticks: bigint) => new NetDateTime(ticks)),
    member(
      "new(long ticks, DateTimeKind kind)",
      (ticks: bigint, kind: NetEnum) => new NetDateTime(ticks, kindOf(kind)),
    ),
    member("new(int year, int month, int day)", fromParts),
    member("new(int year, int month, int day, int hour, int minute, int second)", fromParts),
    member(
      "new(int year, int month, int day, int hour, int minute, int second, DateTimeKind kind)",
      fromParts,
    ),
    member("new(int year, int month, int day, int hour, int minute, int second, int millisecond)", fromParts),
    ambient("static DateTime UtcNow", (run: Run) => now(run, "Utc")),
    ambient("static DateTime Now", (run: Run) => now(run, "Local")),
    ambient("static DateTime Today", (run: Run) => {
      const date = now(run, "Local");
      return date.addTicks(-(date.ticks % TICKS_PER_DAY));
    }),
    member("static DateTime MinValue", () => zero),
    member("static DateTime MaxValue", () => new NetDateTime(MAX_TICKS)),
    member("static DateTime Parse(string s)", parse),
    member("static bool TryParse(string s, out DateTime result)", tryParse),
    member(
      "static DateTime ParseExact(string s, string format, object provider)",
      (text: string, format: string) => {
        const written = parseDateExactly(text, format);
        if (!written) throw dateFormatError();
        return toDateTime(written);
      },
    ),
    member("static int DaysInMonth(int year, int month)", daysInMonth),
    member("static bool IsLeapYear(int year)", isLeap),
    member(
      "static DateTime SpecifyKind(DateTime value, DateTimeKind kind)",
      (date: NetDateTime, kind: NetEnum) => date.withKind(kindOf(kind)),
    ),
    member("static int Compare(DateTime t1, DateTime t2)", (left: NetDateTime, right: NetDateTime) =>
      Math.sign(left.compareTo(right)),
    ),
    member("int Year", ({ calendar }: NetDateTime) => calendar.getUTCFullYear()),
    member("int Month", ({ calendar }: NetDateTime) => calendar.getUTCMonth() + 1),
    member("int Day", ({ calendar }: NetDateTime) => calendar.getUTCDate()),
    member("int Hour", ({ calendar }: NetDateTime) => calendar.getUTCHours()),
    member("int Minute", ({ calendar }: NetDateTime) => calendar.getUTCMinutes()),
    member("int Second", ({ calendar }: NetDateTime) => calendar.getUTCSeconds()),
    member("int Millisecond", ({ calendar }: NetDateTime) => calendar.getUTCMilliseconds()),
    member("int DayOfYear", dayOfYear),
    member(
      "DayOfWeek DayOfWeek",
      ({ dayOfWeek }: NetDateTime) => new NetEnum("System.DayOfWeek", DAYS[dayOfWeek] ?? "", dayOfWeek),
    ),
    member(
      "DateTimeKind Kind",
      ({ kind }: NetDateTime) =>
        new NetEnum("System.DateTimeKind", kind, ["Unspecified", "Utc", "Local"].indexOf(kind)),
    ),
    member("long Ticks", (date: NetDateTime) => date.ticks),
    member("DateTime Date", (date: NetDateTime) => date.addTicks(-(date.ticks % TICKS_PER_DAY))),
    member("TimeSpan TimeOfDay", (date: NetDateTime) => date.timeOfDay),
    member("DateTime Add(TimeSpan value)", (date: NetDateTime, span: NetTimeSpan) =>
      date.addTicks(span.ticks),
    ),
    member("DateTime AddDays(double value)", addUnits(TICKS_PER_DAY)),
    member("DateTime AddHours(double value)", addUnits(TICKS_PER_HOUR)),
    member("DateTime AddMinutes(double value)", addUnits(TICKS_PER_MINUTE)),
    member("DateTime AddSeconds(double value)", addUnits(TICKS_PER_SECOND)),
    member("DateTime AddMilliseconds(double value)", addUnits(TICKS_PER_MILLISECOND)),
    member("DateTime AddTicks(long value)", (date: NetDateTime, ticks: bigint) => date.addTicks(ticks)),
    member("DateTime AddMonths(int months)", (date: NetDateTime, months: number) => date.addMonths(months)),
    member("DateTime AddYears(int value)", (date: NetDateTime, years: number) => date.addMonths(years * 12)),
    member(
      "TimeSpan Subtract(DateTime value)",
      (left: NetDateTime, right: NetDateTime) => new NetTimeSpan(left.ticks - right.ticks),
    ),
    member("DateTime Subtract(TimeSpan value)", (date: NetDateTime, span: NetTimeSpan) =>
      date.addTicks(-span.ticks),
    ),
    member("bool IsDaylightSavingTime()", () => false),
    member("DateTime ToUniversalTime()", (date: NetDateTime) => date.withKind("Utc")),
    member("DateTime ToLocalTime()", (date: NetDateTime) => date.withKind("Local")),
    member("string ToString(string format)", (date: NetDateTime, format: string) => date.toFormat(format)),
    member("string ToString(string format, object provider)", (date: NetDateTime, format: string) =>
      date.toFormat(format),
    ),
    member("string ToShortDateString()", (date: NetDateTime) => date.toFormat("d")),
    member("string ToLongDateString()", (date: NetDateTime) => date.toFormat("D")),
    member("string ToShortTimeString()", (date: NetDateTime) => date.toFormat("t")),
    member("string ToLongTimeString()", (date: NetDateTime) => date.toFormat("T")),
    member("int CompareTo(DateTime value)", (left: NetDateTime, right: NetDateTime) =>
      Math.sign(left.compareTo(right)),
    ),
  ],
});
