import { asNumber, asText, define, type KqlFunction } from "./function.ts";
import type { Value } from "./value.ts";

const DAY_MS = 86_400_000;
const PARTS = ["year", "month", "day", "hour", "minute", "second", "millisecond"] as const;
type Part = (typeof PARTS)[number];

/** Year, month (0 is January), day, hour, minute, second, millisecond; UTC. */
function partsOf(ms: number): number[] {
  const date = new Date(ms);
  return [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    date.getUTCMilliseconds(),
  ];
}

const fromParts = ([year = 0, month = 0, ...rest]: readonly number[]): number =>
  Date.UTC(year, month, ...rest);

type Unit = "hour" | "day" | "week" | "month" | "year";

/** The begin of a unit of time, `offset` units on. Weeks begin on Sunday. */
function startOf(unit: Unit, ms: number, offset: number): number {
  const [year = 0, month = 0, day = 0, hour = 0] = partsOf(ms);
  if (unit === "year") return fromParts([year + offset, 0]);
  if (unit === "month") return fromParts([year, month + offset]);
  if (unit === "hour") return fromParts([year, month, day, hour + offset]);
  const sunday = unit === "week" ? new Date(ms).getUTCDay() : 0;
  return fromParts([year, month, day - sunday + offset * (unit === "week" ? 7 : 1)]);
}

const starts = (unit: Unit): KqlFunction =>
  define(
    ["datetime", "number"],
    "datetime",
    ([ms, offset = 0]) => startOf(unit, asNumber(ms), asNumber(offset)),
    {
      optional: 1,
    },
  );
const ends = (unit: Unit): KqlFunction =>
  define(
    ["datetime", "number"],
    "datetime",
    ([ms, offset = 0]) => startOf(unit, asNumber(ms), asNumber(offset) + 1) - 1,
    { optional: 1 },
  );

/** Part and factor of a unit's name. */
function unitOf(name: string): { readonly part: Part; readonly times: number } | undefined {
  const lower = name.toLowerCase();
  if (lower === "week") return { part: "day", times: 7 };
  if (lower === "quarter") return { part: "month", times: 3 };
  const part = PARTS.find((known) => known === lower);
  return part && { part, times: 1 };
}

function addTo(ms: number, name: string, amount: number): Value {
  const unit = unitOf(name);
  if (!unit) return null;
  const index = PARTS.indexOf(unit.part);
  return fromParts(partsOf(ms).map((value, at) => (at === index ? value + amount * unit.times : value)));
}

/** How many borders of the unit lie between the two times. */
function difference(name: string, late: number, early: number): Value {
  const unit = unitOf(name);
  if (!unit) return null;
  const [one, other] = [partsOf(late), partsOf(early)];
  const months = ((one[0] ?? 0) - (other[0] ?? 0)) * 12 + (one[1] ?? 0) - (other[1] ?? 0);
  if (unit.part === "year") return (one[0] ?? 0) - (other[0] ?? 0);
  if (unit.part === "month") return Math.trunc(months / unit.times);
  const sizes: Readonly<Partial<Record<Part, number>>> = {
    day: DAY_MS * unit.times,
    hour: 3_600_000,
    minute: 60_000,
    second: 1000,
  };
  const size = sizes[unit.part] ?? 1;
  return Math.floor(late / size) - Math.floor(early / size);
}

const FORMAT = /yyyy|yy|MM?|dd?|HH?|hh?|mm?|ss?|tt|[fF]{1,7}/g;

function formatDatetime(ms: number, format: string): string {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = partsOf(ms);
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  const values: Readonly<Record<string, number>> = {
    M: month + 1,
    d: day,
    H: hour,
    h: twelve,
    m: minute,
    s: second,
  };
  return format.replace(FORMAT, (found) => {
    if (found === "yyyy") return String(year).padStart(4, "0");
    if (found === "yy") return String(year % 100).padStart(2, "0");
    if (found === "tt") return hour < 12 ? "AM" : "PM";
    if (/^f/i.test(found)) return String(millisecond).padStart(3, "0").padEnd(7, "0").slice(0, found.length);
    return String(values[found[0] ?? ""] ?? "").padStart(found.length, "0");
  });
}

/** `d` is the days, `HH`, `mm`, `ss` and `fff` what is left of each. */
function formatTimespan(ms: number, format: string): string {
  const whole = Math.abs(ms);
  const values: Readonly<Record<string, number>> = {
    d: Math.floor(whole / DAY_MS),
    H: Math.floor(whole / 3_600_000) % 24,
    h: Math.floor(whole / 3_600_000) % 24,
    m: Math.floor(whole / 60_000) % 60,
    s: Math.floor(whole / 1000) % 60,
  };
  const ticks = String(Math.floor((whole % 1000) * 10_000)).padStart(7, "0");
  const text = format.replace(/d{1,8}|HH?|hh?|mm?|ss?|[fF]{1,7}/g, (found) =>
    /^f/i.test(found)
      ? ticks.slice(0, found.length)
      : String(values[found[0] ?? ""] ?? "").padStart(found.length, "0"),
  );
  return ms < 0 ? `-${text}` : text;
}

/** ISO 8601: the week that has the year's first Thursday is the first. */
function weekOf(ms: number): number {
  const thursday = ms + (3 - ((new Date(ms).getUTCDay() + 6) % 7)) * DAY_MS;
  return Math.floor((thursday - startOf("year", thursday, 0)) / (7 * DAY_MS)) + 1;
}

const part = (index: number, plus = 0): KqlFunction =>
  define(["datetime"], "int", ([ms]) => (partsOf(asNumber(ms))[index] ?? 0) + plus);

export const timeFunctions: Readonly<Record<string, KqlFunction>> = {
  startofhour: starts("hour"),
  startofday: starts("day"),
  startofweek: starts("week"),
  startofmonth: starts("month"),
  startofyear: starts("year"),
  endofhour: ends("hour"),
  endofday: ends("day"),
  endofweek: ends("week"),
  endofmonth: ends("month"),
  endofyear: ends("year"),
  getyear: part(0),
  getmonth: part(1, 1),
  monthofyear: part(1, 1),
  dayofmonth: part(2),
  hourofday: part(3),
  dayofweek: define(["datetime"], "timespan", ([ms]) => new Date(asNumber(ms)).getUTCDay() * DAY_MS),
  dayofyear: define(
    ["datetime"],
    "int",
    ([ms]) => Math.floor((asNumber(ms) - startOf("year", asNumber(ms), 0)) / DAY_MS) + 1,
  ),
  datetime_add: define(["text", "number", "datetime"], "datetime", ([unit, amount, ms]) =>
    addTo(asNumber(ms), asText(unit), asNumber(amount)),
  ),
  datetime_diff: define(["text", "datetime", "datetime"], "long", ([unit, late, early]) =>
    difference(asText(unit), asNumber(late), asNumber(early)),
  ),
  datetime_part: define(["text", "datetime"], "int", ([name, ms]) => {
    const index = PARTS.map(String).indexOf(asText(name).toLowerCase());
    return index < 0 ? null : (partsOf(asNumber(ms))[index] ?? 0) + (index === 1 ? 1 : 0);
  }),
  week_of_year: define(["datetime"], "int", ([ms]) => weekOf(asNumber(ms))),
  make_datetime: define(
    ["number", "number", "number", "number", "number", "number"],
    "datetime",
    ([year, month, day, hour = 0, minute = 0, second = 0]) =>
      fromParts([year, asNumber(month) - 1, day, hour, minute, 0].map(asNumber)) + asNumber(second) * 1000,
    { optional: 3 },
  ),
  format_timespan: define(["timespan", "text"], "string", ([ms, format]) =>
    formatTimespan(asNumber(ms), asText(format)),
  ),
  format_datetime: define(["datetime", "text"], "string", ([ms, format]) =>
    formatDatetime(asNumber(ms), asText(format)),
  ),
  unixtime_milliseconds_todatetime: define(["number"], "datetime", ([ms]) => asNumber(ms)),
  unixtime_seconds_todatetime: define(["number"], "datetime", ([seconds]) => asNumber(seconds) * 1000),
};
