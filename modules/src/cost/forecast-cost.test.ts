import { describe, expect, test } from "vitest";
import { createRandom, normalOf } from "../core/index.ts";
import { type DayCost, forecastCost } from "./index.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const daysFrom = (costs: readonly number[]): DayCost[] =>
  costs.map((costUsd, place) => ({
    day: new Date(START + place * DAY_MS).toISOString().slice(0, 10),
    costUsd,
  }));

describe("forecastCost", () => {
  test("goes on along a straight line, without doubt where the past leaves none", () => {
    const forecast = forecastCost(daysFrom(Array.from({ length: 10 }, (_, day) => 5 + day)), { days: 3 });
    expect(forecast.days.map(({ day }) => day)).toEqual(["2026-01-15", "2026-01-16", "2026-01-17"]);
    expect(forecast.days.map(({ costUsd }) => Math.round(costUsd * 1e6) / 1e6)).toEqual([15, 16, 17]);
    expect(forecast.totalUsd.low).toBeCloseTo(48, 6);
    expect(forecast.totalUsd.high).toBeCloseTo(48, 6);
    expect([forecast.chanceAbove(47), forecast.chanceAbove(49)]).toEqual([1, 0]);
  });

  test("knows weekends from the third week on", () => {
    const week = [10, 10, 10, 10, 10, 2, 1];
    const forecast = forecastCost(daysFrom([...week, ...week, ...week, ...week]), { days: 7 });
    expect(forecast.days.map(({ costUsd }) => Math.round(costUsd * 1000) / 1000)).toEqual(week);
  });

  test("takes a missing day for one that cost nothing", () => {
    const all = daysFrom([4, 4, 0, 4, 4, 0, 4, 4]);
    const without = all.filter(({ costUsd }) => costUsd > 0);
    expect(forecastCost(without, { days: 2 }).totalUsd).toEqual(forecastCost(all, { days: 2 }).totalUsd);
  });

  test("holds what really came in about nine intervals of ten", () => {
    const random = createRandom(3);
    const series = () =>
      Array.from({ length: 72 }, (_, day) =>
        Math.max(0, 20 + 0.2 * day + (day % 7 > 4 ? -8 : 0) + 3 * normalOf(random)),
      );
    const runs = Array.from({ length: 200 }, (_, run) => {
      const costs = series();
      const came = costs.slice(42).reduce((sum, cost) => sum + cost, 0);
      const { low, high } = forecastCost(daysFrom(costs.slice(0, 42)), { days: 30, seed: run }).totalUsd;
      return low <= came && came <= high;
    });
    const held = runs.filter(Boolean).length / runs.length;
    expect(held).toBeGreaterThan(0.82);
    expect(held).toBeLessThan(0.97);
  });

  test.each([
    ["too few days", daysFrom([1, 2, 3, 4])],
    ["nothing", []],
    ["no date", [...daysFrom([1, 2, 3, 4, 5]), { day: "soon", costUsd: 1 }]],
    ["no sum", [...daysFrom([1, 2, 3, 4]), { day: "2026-01-20", costUsd: Number.NaN }]],
  ])("says in one line that %s cannot be gone on from", (_what, past) => {
    expect(() => forecastCost(past, { days: 7 })).toThrow(
      expect.objectContaining({ code: "FORECAST_UNUSABLE" }),
    );
  });
});
