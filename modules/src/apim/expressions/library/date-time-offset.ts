import type { Run } from "../run.ts";
import { ambient, defineType, member, type Out } from "../types/type-definition.ts";
import { DAYS } from "../values/format-date.ts";
import { NetDateTime } from "../values/net-date-time.ts";
import { NetDateTimeOffset } from "../values/net-date-time-offset.ts";
import type { NetDouble } from "../values/net-double.ts";
import { NetEnum } from "../values/net-enum.ts";
import {
  NetTimeSpan,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
} from "../values/net-time-span.ts";
import { dateFormatError, parseDate } from "../values/parse-date.ts";

const zero = new NetDateTimeOffset(new NetDateTime(0n));

function read(text: string | null): NetDateTimeOffset | undefined {
  const written = text === null ? undefined : parseDate(text);
  return written && new NetDateTimeOffset(written.clock, written.offsetMinutes ?? 0);
}

function minutesOf(span: NetTimeSpan): number {
  return Number(span.ticks / TICKS_PER_MINUTE);
}

const addUnits =
  (unit: bigint) =>
  (date: NetDateTimeOffset, { value }: NetDouble) =>
    date.withClock(date.clock.addTicks(NetTimeSpan.fromUnits(value, unit).ticks));

const now = (run: Run): NetDateTimeOffset => NetDateTimeOffset.fromUnixMs(run.exchange.services.clock.now());

export const dateTimeOffset = defineType({
  name: "DateTimeOffset",
  fullName: "System.DateTimeOffset",
  isValueType: true,
  fallback: zero,
  holds: (value) => value instanceof NetDateTimeOffset,
  members: [
    member("new(DateTime dateTime)", (date: NetDateTime) => new NetDateTimeOffset(date)),
    member(
      "new(DateTime dateTime, TimeSpan offset)",
      (date: NetDateTime, offset: NetTimeSpan) => new NetDateTimeOffset(date, minutesOf(offset)),
    ),
    member(
      "new(long ticks, TimeSpan offset)",
      (ticks: bigint, offset: NetTimeSpan) =>
        new NetDateTimeOffset(new NetDateTime(ticks), minutesOf(offset)),
    ),
    member(
      "new(int year, int month, int day, int hour, int minute, int second, TimeSpan offset)",
      (
        year: number,
        month: number,
        day: number,
        hour: number,
        minute: number,
        second: number,
        offset: NetTimeSpan,
      ) =>
        new NetDateTimeOffset(
          NetDateTime.fromParts({ year, month, day, hour, minute, second, millisecond: 0 }),
          minutesOf(offset),
        ),
    ),
    ambient("static DateTimeOffset UtcNow", now),
    ambient("static DateTimeOffset Now", now),
    member("static DateTimeOffset MinValue", () => zero),
    member("static DateTimeOffset FromUnixTimeSeconds(long seconds)", (seconds: bigint) =>
      NetDateTimeOffset.fromUnixMs(Number(seconds) * 1000),
    ),
    member("static DateTimeOffset FromUnixTimeMilliseconds(long milliseconds)", (milliseconds: bigint) =>
      NetDateTimeOffset.fromUnixMs(Number(milliseconds)),
    ),
    member("static DateTimeOffset Parse(string input)", (text: string | null) => {
      const date = read(text);
      if (!date) throw dateFormatError();
      return date;
    }),
    member(
      "static bool TryParse(string input, out DateTimeOffset result)",
      (text: string | null, result: Out) => {
        const date = read(text);
        result.value = date ?? zero;
        return date !== undefined;
      },
    ),
    member("long ToUnixTimeSeconds()", (date: NetDateTimeOffset) =>
      BigInt(Math.floor(date.utc.unixMs / 1000)),
    ),
    member("long ToUnixTimeMilliseconds()", (date: NetDateTimeOffset) => BigInt(date.utc.unixMs)),
    member("DateTime DateTime", (date: NetDateTimeOffset) => date.clock),
    member("DateTime UtcDateTime", (date: NetDateTimeOffset) => date.utc),
    member("DateTime LocalDateTime", (date: NetDateTimeOffset) => date.utc.withKind("Local")),
    member("DateTime Date", (date: NetDateTimeOffset) =>
      date.clock.addTicks(-(date.clock.ticks % TICKS_PER_DAY)),
    ),
    member("TimeSpan Offset", (date: NetDateTimeOffset) => date.offset),
    member("TimeSpan TimeOfDay", (date: NetDateTimeOffset) => date.clock.timeOfDay),
    member("int Year", (date: NetDateTimeOffset) => date.clock.calendar.getUTCFullYear()),
    member("int Month", (date: NetDateTimeOffset) => date.clock.calendar.getUTCMonth() + 1),
    member("int Day", (date: NetDateTimeOffset) => date.clock.calendar.getUTCDate()),
    member("int Hour", (date: NetDateTimeOffset) => date.clock.calendar.getUTCHours()),
    member("int Minute", (date: NetDateTimeOffset) => date.clock.calendar.getUTCMinutes()),
    member("int Second", (date: NetDateTimeOffset) => date.clock.calendar.getUTCSeconds()),
    member("int Millisecond", (date: NetDateTimeOffset) => date.clock.calendar.getUTCMilliseconds()),
    member(
      "DayOfWeek DayOfWeek",
      ({ clock }: NetDateTimeOffset) =>
        new NetEnum("System.DayOfWeek", DAYS[clock.dayOfWeek] ?? "", clock.dayOfWeek),
    ),
    member("long Ticks", (date: NetDateTimeOffset) => date.clock.ticks),
    member("long UtcTicks", (date: NetDateTimeOffset) => date.utc.ticks),
    member("DateTimeOffset Add(TimeSpan timeSpan)", (date: NetDateTimeOffset, span: NetTimeSpan) =>
      date.withClock(date.clock.addTicks(span.ticks)),
    ),
    member("DateTimeOffset AddDays(double days)", addUnits(TICKS_PER_DAY)),
    member("DateTimeOffset AddHours(double hours)", addUnits(TICKS_PER_HOUR)),
    member("DateTimeOffset AddMinutes(double minutes)", addUnits(TICKS_PER_MINUTE)),
    member("DateTimeOffset AddSeconds(double seconds)", addUnits(TICKS_PER_SECOND)),
    member("DateTimeOffset AddMilliseconds(double milliseconds)", addUnits(TICKS_PER_MILLISECOND)),
    member("DateTimeOffset AddMonths(int months)", (date: NetDateTimeOffset, months: number) =>
      date.withClock(date.clock.addMonths(months)),
    ),
    member("DateTimeOffset AddYears(int years)", (date: NetDateTimeOffset, years: number) =>
      date.withClock(date.clock.addMonths(years * 12)),
    ),
    member(
      "TimeSpan Subtract(DateTimeOffset value)",
      (left: NetDateTimeOffset, right: NetDateTimeOffset) =>
        new NetTimeSpan(left.utc.ticks - right.utc.ticks),
    ),
    member("DateTimeOffset Subtract(TimeSpan value)", (date: NetDateTimeOffset, span: NetTimeSpan) =>
      date.withClock(date.clock.addTicks(-span.ticks)),
    ),
    member("DateTimeOffset ToUniversalTime()", (date: NetDateTimeOffset) => date.toOffset(0)),
    member("DateTimeOffset ToLocalTime()", (date: NetDateTimeOffset) => date.toOffset(0)),
    member("DateTimeOffset ToOffset(TimeSpan offset)", (date: NetDateTimeOffset, offset: NetTimeSpan) =>
      date.toOffset(minutesOf(offset)),
    ),
    member("string ToString(string format)", (date: NetDateTimeOffset, format: string) =>
      date.toFormat(format),
    ),
    member("int CompareTo(DateTimeOffset other)", (left: NetDateTimeOffset, right: NetDateTimeOffset) =>
      Math.sign(left.compareTo(right)),
    ),
  ],
});
