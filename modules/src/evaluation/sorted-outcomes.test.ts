import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { areaUnderRoc } from "./area-under-roc.ts";
import { costQualityCurve } from "./cost-quality-curve.ts";
import { areaOfSample, curveOfSample, sortOutcomes } from "./sorted-outcomes.ts";

const row = fc.record({
  weakRight: fc.boolean(),
  strongRight: fc.boolean(),
  score: fc.integer({ min: -8, max: 8 }),
  times: fc.integer({ min: 0, max: 4 }),
});

/** At least one row is in the sample. */
const rows = fc
  .array(row, { minLength: 1, maxLength: 40 })
  .filter((list) => list.some(({ times }) => times > 0));

type Row = typeof row extends fc.Arbitrary<infer One> ? One : never;

const drawn = (list: readonly Row[]) => list.flatMap((one) => Array<Row>(one.times).fill(one));

const scoreOf = ({ score }: Row) => score;

describe("a sample", () => {
  test("has the curve and the area of the rows it stands for", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const sorted = sortOutcomes(list, scoreOf);
        const counts = list.map(({ times }) => times);
        expect(curveOfSample(sorted, counts)).toEqual(costQualityCurve(drawn(list), scoreOf));
        const weakWrong = sorted.weakRight.map((right) => 1 - right);
        expect(areaOfSample(sorted, weakWrong, counts)).toEqual(
          areaUnderRoc(drawn(list).map(({ score, weakRight }) => ({ score, positive: !weakRight }))),
        );
      }),
    );
  });

  test("of nothing is refused", () => {
    const sorted = sortOutcomes([{ weakRight: true, strongRight: true }], () => 1);
    expect(() => curveOfSample(sorted, [0])).toThrow("There are no outcomes to draw a curve of.");
  });
});

test("the thresholds are the 11 quantiles by their definition, the fewest of rows included", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (scores) => {
        const rising = scores.toSorted((a, b) => a - b);
        const quantile = (share: number) => {
          const place = share * (rising.length - 1);
          const low = rising[Math.floor(place)] ?? 0;
          const high = rising[Math.ceil(place)] ?? 0;
          return low + (high - low) * (place % 1);
        };
        const wanted = Array.from({ length: 11 }, (_, part) => quantile(part / 10));
        const { points } = costQualityCurve(
          scores.map((score) => ({ weakRight: false, strongRight: true, score })),
          ({ score }) => score,
        );
        for (const { threshold } of points.slice(1))
          expect(Math.min(...wanted.map((one) => Math.abs(one - threshold)))).toBeLessThan(1e-12);
        for (const one of wanted)
          expect(Math.min(...points.map(({ threshold }) => Math.abs(one - threshold)))).toBeLessThan(1e-12);
      },
    ),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "a score of %d is refused, not counted for ever",
  (score) => {
    const cases = [
      { score: 0.2, positive: true },
      { score, positive: false },
    ];
    expect(() => areaUnderRoc(cases)).toThrow(/The score of row 2 is (NaN|Infinity)/);
    expect(() => sortOutcomes([{ weakRight: true, strongRight: true }], () => score)).toThrow(/row 1/);
  },
);
