import { describe, expect, test } from "vitest";
import { CounterTable } from "./counter-table.ts";
import { FixedWindow } from "./fixed-window.ts";
import { clockText, secondsToWait } from "./limit-reached.ts";
import { calendarPeriod, repeatedPeriod, type TokenQuotaPeriod } from "./period.ts";
import { SlidingWindow } from "./sliding-window.ts";

describe("a sliding window", () => {
  const filled = () => {
    const window = new SlidingWindow(60_000);
    window.add(0, 10);
    window.add(20_000, 5);
    return window;
  };

  test.each([
    { now: 20_000, sum: 15 },
    { now: 59_999, sum: 15 },
    { now: 60_000, sum: 5 },
    { now: 80_000, sum: 0 },
  ])("L1, T2: holds $sum at $now ms", ({ now, sum }) => {
    expect(filled().sum(now, 60_000)).toBe(sum);
  });

  test.each([
    { allowed: 15, waitMs: 0 },
    { allowed: 14, waitMs: 40_000 },
    { allowed: 4, waitMs: 60_000 },
    { allowed: -1, waitMs: 60_000 },
  ])("L1: has at most $allowed again in $waitMs ms", ({ allowed, waitMs }) => {
    expect(filled().waitMs(20_000, 60_000, allowed)).toBe(waitMs);
  });

  test("T1: an amount may be corrected while it counts", () => {
    const window = new SlidingWindow(60_000);
    const entry = window.add(0, 10);
    entry.amount = 0;
    window.add(1, 7);
    expect(window.sum(1, 60_000)).toBe(7);
  });
});

test("L2: a fixed window begins with nothing in each period", () => {
  const window = new FixedWindow();
  const first = { start: 0, end: 10 };
  window.add(first, 3);
  expect([
    window.used(first),
    window.used({ start: 10, end: 20 }),
    window.used({ start: 20, end: 30 }),
  ]).toEqual([3, 0, 0]);
});

test.each<{ period: TokenQuotaPeriod; start: string; end: string }>([
  { period: "Hourly", start: "2026-03-11T13:00:00Z", end: "2026-03-11T14:00:00Z" },
  { period: "Daily", start: "2026-03-11T00:00:00Z", end: "2026-03-12T00:00:00Z" },
  { period: "Weekly", start: "2026-03-09T00:00:00Z", end: "2026-03-16T00:00:00Z" },
  { period: "Monthly", start: "2026-03-01T00:00:00Z", end: "2026-04-01T00:00:00Z" },
  { period: "Yearly", start: "2026-01-01T00:00:00Z", end: "2027-01-01T00:00:00Z" },
])("T1: the present period, $period, follows the UTC calendar", ({ period, start, end }) => {
  // A Wednesday.
  const now = Date.parse("2026-03-11T13:45:10Z");
  expect(calendarPeriod(period, now)).toEqual({ start: Date.parse(start), end: Date.parse(end) });
});

test("T1: a week that begins with a Monday holds its Sunday", () => {
  const sunday = Date.parse("2026-03-15T23:59:59Z");
  expect(calendarPeriod("Weekly", sunday).start).toBe(Date.parse("2026-03-09T00:00:00Z"));
});

test.each([
  { lengthMs: 100, firstStart: 30, now: 230, period: { start: 230, end: 330 } },
  { lengthMs: 100, firstStart: 30, now: 229, period: { start: 130, end: 230 } },
  { lengthMs: 100, firstStart: 30, now: 10, period: { start: -70, end: 30 } },
  { lengthMs: 0, firstStart: 30, now: 1e12, period: { start: 30, end: Number.POSITIVE_INFINITY } },
])("L2: periods of $lengthMs from $firstStart on, at $now", ({ lengthMs, firstStart, now, period }) => {
  expect(repeatedPeriod(lengthMs, firstStart, now)).toEqual(period);
});

test("a table of counters drops the key that rested longest", () => {
  const table = new CounterTable(() => ({ count: 0 }), 2);
  table.of("a").count = 1;
  table.of("b").count = 2;
  table.of("a");
  table.of("c").count = 3;
  expect([table.size, table.of("a").count, table.of("c").count, table.of("b").count]).toEqual([2, 1, 3, 0]);
});

test.each([
  { seconds: 59, text: "00:00:59" },
  { seconds: 3600, text: "01:00:00" },
  { seconds: 90_061, text: "1.01:01:01" },
])("L2: $seconds s are written $text", ({ seconds, text }) => {
  expect(clockText(seconds)).toBe(text);
});

test("L1: nobody is told to wait for 0 seconds", () => {
  expect([secondsToWait(0), secondsToWait(1000), secondsToWait(1001)]).toEqual([1, 1, 2]);
});
