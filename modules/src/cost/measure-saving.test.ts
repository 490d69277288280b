import { describe, expect, test } from "vitest";
import { measureSaving, type PricedOutcome, thresholdForLoss } from "./index.ts";

const row = (score: number, weakRight: boolean, strongRight = true): PricedOutcome => ({
  score,
  weakRight,
  strongRight,
  weakUsd: 0.1,
  strongUsd: 1,
});
/** The weak model fails the two hardest of four. */
const rows = [row(0.1, true), row(0.2, true), row(0.8, false), row(0.9, false)];

describe("the saving of a router", () => {
  test("is held against the strong model alone and against lots of the same cost", () => {
    const saving = measureSaving(rows, { threshold: 0.5 });
    expect(saving.savedShare).toBeCloseTo(0.45, 12);
    expect(saving).toMatchObject({ loss: 0, strongShare: 0.5, strongOnlyUsd: 4 });
    expect(saving.costUsd).toBeCloseTo(2.2, 12);
    expect(saving.mixLoss).toBeCloseTo(0.25, 12);
    expect(saving.mixSavedShare).toBeCloseTo(0, 12);
  });

  test("counts what the choice costs", () => {
    expect(measureSaving(rows, { threshold: 0.5, routerUsd: 0.05 }).savedShare).toBeCloseTo(0.4, 12);
  });

  test("of all questions to the weak model is what lots save that give up as much", () => {
    const saving = measureSaving(rows, { threshold: Number.POSITIVE_INFINITY });
    expect(saving.loss).toBe(0.5);
    expect(saving.mixSavedShare).toBeCloseTo(saving.savedShare, 12);
    expect(saving.mixLoss).toBeCloseTo(saving.loss, 12);
  });

  test("is the most that keeps to the loss", () => {
    expect(thresholdForLoss(rows, 0)).toBe(0.8);
    expect(thresholdForLoss(rows, 0.25)).toBe(0.9);
    expect(thresholdForLoss(rows, 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(thresholdForLoss([row(0.5, false), row(0.5, true)], 0.1)).toBe(0.5);
    expect(thresholdForLoss([row(0.5, true), row(0.5, false)], 0.1)).toBe(0.5);
  });

  test("of nothing is an error", () => {
    expect(() => measureSaving([], { threshold: 0 })).toThrow("no outcomes");
    expect(() => thresholdForLoss([], 0)).toThrow("no outcomes");
  });
});
