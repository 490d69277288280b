import { expect, test } from "vitest";
import { createRandom, normalOf } from "../core/random.ts";
import { anytimeErrors, twoSidedP } from "./anytime-interval.ts";

test("an interval looked at after every request errs as seldom as it says, where the usual one errs often", () => {
  const random = createRandom(5);
  const walks = 600;
  const planned = 1_000;
  let always = 0;
  let usual = 0;
  for (let walk = 0; walk < walks; walk++) {
    let sum = 0;
    let isOut = { always: false, usual: false };
    for (let count = 1; count <= 2 * planned; count++) {
      sum += normalOf(random);
      const z = Math.abs(sum) / Math.sqrt(count);
      isOut = {
        always: isOut.always || z > anytimeErrors(count, planned, 0.05),
        usual: isOut.usual || (count >= 30 && z > 1.96),
      };
    }
    if (isOut.always) always++;
    if (isOut.usual) usual++;
  }
  expect(always / walks).toBeLessThan(0.05);
  expect(usual / walks).toBeGreaterThan(0.3);
});

test("it is about three errors wide at the planned time, and wider before", () => {
  expect(anytimeErrors(1_000, 1_000, 0.05)).toBeCloseTo(3.0, 1);
  expect(anytimeErrors(100, 1_000, 0.05)).toBeGreaterThan(anytimeErrors(1_000, 1_000, 0.05));
  const near = [500, 1_000, 2_000].map((planned) => anytimeErrors(1_000, planned, 0.05));
  expect(Math.min(...near)).toBe(near[1]);
});

test("the two-sided probability is that of the tables", () => {
  for (const [z, p] of [
    [0, 1],
    [1, 0.3173105],
    [1.959964, 0.05],
    [-3.290527, 0.001],
  ] as const)
    expect(twoSidedP(z)).toBeCloseTo(p, 6);
});
