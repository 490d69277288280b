import { expect, test } from "vitest";
import { readDuration } from "./read-duration.ts";

test.each([
  ["PT1M", 60_000],
  ["PT1M30S", 90_000],
  ["PT0.5S", 500],
  ["PT1H", 3_600_000],
  ["P1D", 86_400_000],
  ["P1DT2H", 93_600_000],
  ["P2W", 1_209_600_000],
  ["P1M", 2_592_000_000],
  ["P1Y", 31_536_000_000],
])("C1: %s are %d ms", (text, ms) => {
  expect(readDuration(text)).toBe(ms);
});

test.each(["", "P", "PT", "1M", "PT1", "60", "PT1D", "P1DT", "pt1m", "PT-1S"])(
  "C1: %j is no duration",
  (text) => {
    expect(readDuration(text)).toBeUndefined();
  },
);
