import { expect, test } from "vitest";
import { createQuantileSketch } from "./quantile-sketch.ts";

const SHARES = [0, 0.5, 0.9, 0.95, 0.99, 1];

/** The least value that at least this share of all does not exceed, looked for one by one. */
const exactly = (values: readonly number[], share: number) =>
  values
    .toSorted((one, other) => one - other)
    .find((value) => values.filter((other) => other <= value).length >= share * values.length) ?? 0;

test.each([1, 2, 10, 16, 99, 1000])("quantiles of %i values are those of their rank", (n) => {
  const values = Array.from({ length: n }, (_, index) => (index + 1) ** 1.7);
  const sketch = createQuantileSketch();
  for (const value of values.toReversed()) sketch.add(value);
  for (const share of SHARES) {
    const exact = exactly(values, share);
    expect(Math.abs((sketch.quantile(share) ?? 0) - exact) / exact).toBeLessThan(0.0101);
  }
});

test("one slow answer of sixteen is the 95th and the 99th in a hundred, and none has a quantile of nothing", () => {
  const [all, slow] = [createQuantileSketch(), createQuantileSketch()];
  for (let count = 0; count < 15; count++) all.add(120);
  slow.add(1811);
  expect(all.quantile(0.99)).toBeCloseTo(120, -1);
  all.merge(slow);
  expect(all.quantile(0.5)).toBeCloseTo(120, -1);
  for (const share of [0.95, 0.99]) expect(all.quantile(share) ?? 0).toBeGreaterThan(1790);
  expect(createQuantileSketch().quantile(0.5)).toBeUndefined();
});
