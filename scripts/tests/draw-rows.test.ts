import { expect, test } from "vitest";
import { drawRows } from "../finetune/draw-rows.ts";
import type { TuningFileRow } from "../finetune/tuning-rows.ts";

/** Sorted, as files often are: all local rows first. */
const rows = Array.from(
  { length: 60 },
  (_, at): TuningFileRow => ({
    id: `r${at}`,
    prompt: `p${at}`,
    target: at < 40 ? "local" : "cloud",
  }),
);

const ids = (of: readonly TuningFileRow[]) => of.map(({ id }) => id);
const cloudOf = (of: readonly TuningFileRow[]) => of.filter(({ target }) => target === "cloud").length;

test("rows to measure on are half of each target, the same for the same seed", () => {
  const drawn = drawRows(rows, 10, 42);
  expect([drawn.length, cloudOf(drawn)]).toEqual([10, 5]);
  expect(ids(drawRows(rows, 10, 42))).toEqual(ids(drawn));
  expect(ids(drawRows(rows, 10, 43))).not.toEqual(ids(drawn));
});

test("when there are too few of one target the other fills up, and no row comes twice", () => {
  const drawn = drawRows(rows, 50, 1);
  expect([drawn.length, cloudOf(drawn)]).toEqual([50, 20]);
  expect(new Set(ids(drawn)).size).toBe(50);
  expect(drawRows(rows, 500, 1)).toHaveLength(60);
});
