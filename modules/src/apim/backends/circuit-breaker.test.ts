import { describe, expect, test } from "vitest";
import { createVirtualClock } from "../gateway/virtual-clock.ts";
import type { BreakerRule } from "./backend-definition.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";

const NOON = Date.parse("2026-01-01T12:00:00Z");

const rule: BreakerRule = {
  count: 3,
  intervalMs: 60_000,
  statuses: [{ min: 429, max: 429 }],
  errorReasons: [],
  tripMs: 120_000,
  acceptRetryAfter: false,
  failureStatus: 503,
};

function open(changes: Partial<BreakerRule> = {}) {
  const clock = createVirtualClock(NOON);
  const breaker = createCircuitBreaker({ ...rule, ...changes }, clock);
  return { clock, breaker };
}

describe("C1: when it trips", () => {
  test("with the failure that reaches the count", () => {
    const { breaker } = open();
    expect([429, 429, 429].map((status) => breaker.answered(status, undefined))).toEqual([
      "failure 1 of 3 within 60 s",
      "failure 2 of 3 within 60 s",
      "the circuit trips until 12:02:00",
    ]);
    expect(breaker.state()).toEqual({ kind: "open", until: NOON + 120_000 });
    expect(breaker.trips()).toBe(1);
  });

  test("successes in between do not set the count back", () => {
    const { breaker } = open();
    for (const status of [429, 200, 429, 200, 200, 429]) breaker.answered(status, undefined);
    expect(breaker.openUntil()).toBeDefined();
  });

  test("only failures of the last interval count", () => {
    const { breaker, clock } = open();
    breaker.answered(429, undefined);
    clock.advance(30_000);
    breaker.answered(429, undefined);
    clock.advance(30_000);
    expect(breaker.state()).toEqual({ kind: "closed", failures: 1 });
    expect(breaker.answered(429, undefined)).toBe("failure 2 of 3 within 60 s");
  });

  test.each([
    [499, false],
    [500, true],
    [503, true],
    [504, false],
  ])("ends of a range belong to it: %d", (status, isFailure) => {
    const { breaker } = open({ count: 1, statuses: [{ min: 500, max: 503 }] });
    breaker.answered(status, undefined);
    expect(breaker.openUntil() !== undefined).toBe(isFailure);
  });

  test("a backend without a rule never does", () => {
    const breaker = createCircuitBreaker(undefined, createVirtualClock(NOON));
    for (let count = 0; count < 100; count++) breaker.answered(500, undefined);
    expect(breaker.state()).toEqual({ kind: "closed", failures: 0 });
  });
});

describe("C2: how long it stays open", () => {
  test("for the trip duration, then it is closed and counts anew", () => {
    const { breaker, clock } = open({ count: 2 });
    breaker.answered(429, undefined);
    breaker.answered(429, undefined);
    clock.advance(119_999);
    expect(breaker.openUntil()).toBe(NOON + 120_000);
    clock.advance(1);
    expect(breaker.openUntil()).toBeUndefined();
    expect(breaker.answered(429, undefined)).toBe("failure 1 of 2 within 60 s");
  });

  test("answers to calls that were under way do not prolong it", () => {
    const { breaker, clock } = open({ count: 1 });
    breaker.answered(429, undefined);
    clock.advance(60_000);
    expect(breaker.answered(429, undefined)).toBeUndefined();
    expect(breaker.openUntil()).toBe(NOON + 120_000);
    expect(breaker.trips()).toBe(1);
  });
});

describe("C3: Retry-After", () => {
  test.each([
    ["accepted, seconds", true, "600", 600_000],
    ["accepted, a date", true, "Thu, 01 Jan 2026 12:05:00 GMT", 300_000],
    ["accepted, missing", true, undefined, 120_000],
    ["accepted, unreadable", true, "soon", 120_000],
    ["not accepted", false, "600", 120_000],
  ])("%s", (_what, acceptRetryAfter, header, ms) => {
    const { breaker } = open({ count: 1, acceptRetryAfter });
    breaker.answered(429, header);
    expect(breaker.openUntil()).toBe(NOON + ms);
  });
});

test.each<readonly [string, Partial<BreakerRule>, boolean]>([
  ["BackendConnectionFailure", { statuses: [{ min: 500, max: 599 }] }, true],
  ["Timeout", { errorReasons: ["timeout"] }, true],
  ["Timeout", { errorReasons: ["BackendConnectionFailure"] }, false],
  ["BackendConnectionFailure", { errorReasons: ["Server errors"] }, false],
])("C1: a call without an answer (%s) with %j", (reason, changes, counts) => {
  const { breaker } = open({ count: 1, ...changes });
  breaker.unanswered(reason);
  expect(breaker.openUntil() !== undefined).toBe(counts);
});
