import { defineType, member, type Out } from "../types/type-definition.ts";
import { NetDouble } from "../values/net-double.ts";
import { NetException } from "../values/net-exception.ts";
import {
  NetTimeSpan,
  TICKS_PER_DAY,
  TICKS_PER_HOUR,
  TICKS_PER_MILLISECOND,
  TICKS_PER_MINUTE,
  TICKS_PER_SECOND,
} from "../values/net-time-span.ts";

const from =
  (unit: bigint) =>
  ({ value }: NetDouble) =>
    NetTimeSpan.fromUnits(value, unit);
const total = (unit: bigint) => (span: NetTimeSpan) => new NetDouble(span.total(unit));

function fromParts(
  days: number,
  hours: number,
  minutes: number,
  seconds: number,
  milliseconds = 0,
): NetTimeSpan {
  const ticks =
    BigInt(days) * TICKS_PER_DAY +
    BigInt(hours) * TICKS_PER_HOUR +
    BigInt(minutes) * TICKS_PER_MINUTE +
    BigInt(seconds) * TICKS_PER_SECOND +
    BigInt(milliseconds) * TICKS_PER_MILLISECOND;
  return new NetTimeSpan(ticks);
}

const zero = new NetTimeSpan(0n);

export const timeSpan = defineType({
  name: "TimeSpan",
  fullName: "System.TimeSpan",
  isValueType: true,
  fallback: zero,
  holds: (value) => value instanceof NetTimeSpan,
  members: [
    member("new(long ticks)", (ticks: bigint) => new NetTimeSpan(ticks)),
    member("new(int hours, int minutes, int seconds)", (hours: number, minutes: number, seconds: number) =>
      fromParts(0, hours, minutes, seconds),
    ),
    member("new(int days, int hours, int minutes, int seconds)", fromParts),
    member("new(int days, int hours, int minutes, int seconds, int milliseconds)", fromParts),
    member("static TimeSpan Zero", () => zero),
    member("static TimeSpan MaxValue", () => new NetTimeSpan((1n << 63n) - 1n)),
    member("static TimeSpan MinValue", () => new NetTimeSpan(-(1n << 63n))),
    member("static long TicksPerSecond", () => TICKS_PER_SECOND),
    member("static long TicksPerMillisecond", () => TICKS_PER_MILLISECOND),
    member("static long TicksPerMinute", () => TICKS_PER_MINUTE),
    member("static long TicksPerHour", () => TICKS_PER_HOUR),
    member("static long TicksPerDay", () => TICKS_PER_DAY),
    member("static TimeSpan FromDays(double value)", from(TICKS_PER_DAY)),
    member("static TimeSpan FromHours(double value)", from(TICKS_PER_HOUR)),
    member("static TimeSpan FromMinutes(double value)", from(TICKS_PER_MINUTE)),
    member("static TimeSpan FromSeconds(double value)", from(TICKS_PER_SECOND)),
    member("static TimeSpan FromMilliseconds(double value)", from(TICKS_PER_MILLISECOND)),
    member("static TimeSpan FromTicks(long value)", (ticks: bigint) => new NetTimeSpan(ticks)),
    member("static TimeSpan Parse(string s)", (text: string) => NetTimeSpan.parse(text)),
    member("static bool TryParse(string s, out TimeSpan result)", (text: string | null, result: Out) => {
      result.value = zero;
      try {
        result.value = NetTimeSpan.parse(text ?? "");
        return true;
      } catch (error) {
        if (error instanceof NetException) return false;
        throw error;
      }
    }),
    member("int Days", (span: NetTimeSpan) => span.days),
    member("int Hours", (span: NetTimeSpan) => span.hours),
    member("int Minutes", (span: NetTimeSpan) => span.minutes),
    member("int Seconds", (span: NetTimeSpan) => span.seconds),
    member("int Milliseconds", (span: NetTimeSpan) => span.milliseconds),
    member("long Ticks", (span: NetTimeSpan) => span.ticks),
    member("double TotalDays", total(TICKS_PER_DAY)),
    member("double TotalHours", total(TICKS_PER_HOUR)),
    member("double TotalMinutes", total(TICKS_PER_MINUTE)),
    member("double TotalSeconds", total(TICKS_PER_SECOND)),
    member("double TotalMilliseconds", total(TICKS_PER_MILLISECOND)),
    member(
      "TimeSpan Add(TimeSpan ts)",
      (left: NetTimeSpan, right: NetTimeSpan) => new NetTimeSpan(left.ticks + right.ticks),
    ),
    member(
      "TimeSpan Subtract(TimeSpan ts)",
      (left: NetTimeSpan, right: NetTimeSpan) => new NetTimeSpan(left.ticks - right.ticks),
    ),
    member("TimeSpan Negate()", (span: NetTimeSpan) => new NetTimeSpan(-span.ticks)),
    member("TimeSpan Duration()", (span: NetTimeSpan) =>
      span.ticks < 0n ? new NetTimeSpan(-span.ticks) : span,
    ),
    member("string ToString(string format)", (span: NetTimeSpan, format: string) => span.toFormat(format)),
    member("int CompareTo(TimeSpan value)", (left: NetTimeSpan, right: NetTimeSpan) =>
      Math.sign(left.compareTo(right)),
    ),
  ],
});
