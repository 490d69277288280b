import { describe, expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { bootstrapInterval } from "./bootstrap.ts";

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("the bootstrap interval", () => {
  test("holds the true value about as often as it says", () => {
    const random = createRandom(3);
    const held = Array.from({ length: 200 }, (_, seed) => {
      const coins = Array.from({ length: 100 }, () => Number(random() < 0.6));
      const { low, high } = bootstrapInterval(coins, mean, { resamples: 300, level: 0.9, seed });
      return low <= 0.6 && 0.6 <= high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThan(165);
    expect(held).toBeLessThan(197);
  });

  test("is the same for the same seed, and narrower for more rows", () => {
    const values = (count: number) => Array.from({ length: count }, (_, at) => at % 2);
    const width = (count: number) => {
      const { low, high } = bootstrapInterval(values(count), mean);
      return high - low;
    };
    expect(bootstrapInterval(values(50), mean)).toEqual(bootstrapInterval(values(50), mean));
    expect(width(1000)).toBeLessThan(width(50) / 2);
    expect(bootstrapInterval(values(50), mean).value).toBe(0.5);
  });

  test("is wider when rows that belong together are drawn together", () => {
    const rows = Array.from({ length: 200 }, (_, at) => ({
      group: `${at % 10}`,
      value: at % 10 < 5 ? 1 : 0,
    }));
    const measure = (sample: readonly (typeof rows)[number][]) => mean(sample.map(({ value }) => value));
    const alone = bootstrapInterval(rows, measure);
    const together = bootstrapInterval(rows, measure, { groupOf: ({ group }) => group });
    expect(together.high - together.low).toBeGreaterThan(2 * (alone.high - alone.low));
  });

  test("leaves out samples without a figure", () => {
    const { low, high } = bootstrapInterval([0, 1], (sample) =>
      mean(sample) === 0.5 ? Number.NaN : mean(sample),
    );
    expect([low, high]).toEqual([0, 1]);
  });

  test("refuses an empty set", () => {
    expect(() => bootstrapInterval([], mean)).toThrow("There are no rows to draw samples of.");
  });
});
