import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { areaUnderRoc } from "./area-under-roc.ts";
import { apgr, callsForQuality, costQualityCurve } from "./cost-quality-curve.ts";
import type { OutcomePair } from "./outcome.ts";
import { lengthScore, oracleScore, randomScore, scoreBy } from "./outcome-scores.ts";
import { readOutcomes } from "./read-outcomes.ts";

const pair = (weakRight: boolean, strongRight: boolean): OutcomePair => ({ weakRight, strongRight });
const GAIN = pair(false, true);
const LOSS = pair(true, false);
const BOTH = pair(true, true);
const NONE = pair(false, false);

/** `count` outcomes of each kind, with the kind's score. */
const repeat = (count: number, kind: OutcomePair, score: number) =>
  Array.from({ length: count }, () => ({ ...kind, score }));

const curveOf = (rows: readonly (OutcomePair & { score: number })[]) =>
  costQualityCurve(rows, ({ score }) => score);

describe("the cost-quality curve", () => {
  test("goes from all weak to all strong", () => {
    const rows = [...repeat(4, GAIN, 0.9), ...repeat(5, BOTH, 0.5), ...repeat(1, LOSS, 0.1)];
    const { points, weakAccuracy, strongAccuracy } = curveOf(rows);
    expect([weakAccuracy, strongAccuracy]).toEqual([0.6, 0.9]);
    expect(points[0]).toEqual({ threshold: Number.POSITIVE_INFINITY, strongShare: 0, accuracy: 0.6 });
    expect(points.at(-1)).toEqual({ threshold: 0.1, strongShare: 1, accuracy: 0.9 });
    expect(points.map(({ strongShare }) => strongShare)).toEqual(
      points.map(({ strongShare }) => strongShare).toSorted((a, b) => a - b),
    );
    expect(points).toContainEqual({ threshold: 0.9, strongShare: 0.4, accuracy: 1 });
  });

  test("has 11 quantiles when no scores are alike, one point for all that fall together", () => {
    const spread = Array.from({ length: 101 }, (_, at) => ({ ...GAIN, score: at }));
    expect(
      curveOf(spread)
        .points.slice(1)
        .map(({ threshold }) => threshold),
    ).toEqual([100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0]);
    expect(curveOf(repeat(50, GAIN, 0.5)).points).toHaveLength(2);
  });

  test("refuses an empty set", () => {
    expect(() => costQualityCurve([], () => 0)).toThrow("There are no outcomes to draw a curve of.");
  });
});

describe("APGR", () => {
  test("is one half for a score that says nothing", () => {
    expect(apgr(curveOf([...repeat(3, GAIN, 1), ...repeat(2, LOSS, 1), ...repeat(5, NONE, 1)]))).toBeCloseTo(
      0.5,
    );
  });

  test("is what the drawing gives: gains first, then what changes nothing, then losses", () => {
    // A tenth of gains and no loss: up within 0.1, flat after that. Area above all weak: 0.1 * 0.1 / 2 + 0.9 * 0.1.
    const rows = [...repeat(10, GAIN, 1), ...repeat(90, BOTH, 0)];
    expect(apgr(curveOf(rows))).toBeCloseTo((0.005 + 0.09) / 0.1);
    const backwards = [...repeat(10, GAIN, 0), ...repeat(90, BOTH, 1)];
    expect(apgr(curveOf(backwards))).toBeCloseTo(0.005 / 0.1);
  });

  test("does not exist where both models are right equally often", () => {
    expect(apgr(curveOf([...repeat(2, GAIN, 1), ...repeat(2, LOSS, 0)]))).toBeNaN();
  });

  test("of random scores lies round one half", () => {
    const random = createRandom(7);
    const rows = Array.from({ length: 4000 }, () => {
      const weakRight = random() < 0.65;
      return { weakRight, strongRight: weakRight ? random() < 0.93 : random() < 0.55, score: random() };
    });
    expect(Math.abs(apgr(curveOf(rows)) - 0.5)).toBeLessThan(0.06);
  });
});

describe("calls for quality", () => {
  const rows = [...repeat(10, GAIN, 1), ...repeat(90, BOTH, 0)];

  test("finds the least share of strong calls by straight lines", () => {
    expect(callsForQuality(curveOf(rows), 0.5)).toBeCloseTo(0.05);
    expect(callsForQuality(curveOf(rows), 0.8)).toBeCloseTo(0.08);
    expect(callsForQuality(curveOf(repeat(10, GAIN, 0)), 0.8)).toBeCloseTo(0.8);
    expect(callsForQuality(curveOf(rows), 0)).toBe(0);
  });

  test("finds none where the strong model is not better", () => {
    expect(callsForQuality(curveOf([...repeat(1, GAIN, 1), ...repeat(2, LOSS, 0)]), 0.5)).toBeNaN();
  });
});

describe("for any outcomes and scores", () => {
  const outcome = fc.record({
    weakRight: fc.boolean(),
    strongRight: fc.boolean(),
    score: fc.integer({ min: -50, max: 50 }),
  });
  const outcomes = fc.array(outcome, { minLength: 1, maxLength: 60 });

  const buys = (rows: Parameters<typeof curveOf>[0]) =>
    curveOf(rows).points.map(({ strongShare, accuracy }) => ({ strongShare, accuracy }));

  test("only the order of the scores matters", () => {
    fc.assert(
      fc.property(outcomes, (rows) => {
        const stretched = rows.map((row) => ({ ...row, score: row.score ** 3 / 7 }));
        expect(buys(stretched)).toEqual(buys(rows));
      }),
    );
  });

  test("the curve ends where both models are counted, and calls for quality are a share", () => {
    fc.assert(
      fc.property(outcomes, fc.double({ min: 0, max: 1, noNaN: true }), (rows, gapShare) => {
        const curve = curveOf(rows);
        const strongRight = rows.filter((row) => row.strongRight).length / rows.length;
        expect(curve.points.at(-1)?.accuracy).toBeCloseTo(strongRight, 9);
        const calls = callsForQuality(curve, gapShare);
        if (curve.strongAccuracy <= curve.weakAccuracy) expect(calls).toBeNaN();
        else {
          expect(calls).toBeGreaterThanOrEqual(0);
          expect(calls).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("the area under the ROC curve turns over with the scores", () => {
    fc.assert(
      fc.property(outcomes, (rows) => {
        const cases = rows.map(({ score, weakRight }) => ({ score, positive: !weakRight }));
        const turned = cases.map(({ score, positive }) => ({ score: -score, positive }));
        const area = areaUnderRoc(cases);
        if (!Number.isNaN(area)) expect(area + areaUnderRoc(turned)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe("the shipped outcomes", () => {
  const rows = readOutcomes();
  const measured = (scoreOf: Parameters<typeof costQualityCurve<(typeof rows)[number]>>[1]) =>
    apgr(costQualityCurve(rows, scoreOf));

  test("leave random scores at one half", () => {
    const mean = [1, 2, 3, 4, 5, 6].reduce((sum, seed) => sum + measured(randomScore(seed)) / 6, 0);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
  });

  test("give length a little, and hindsight as much as can be had", () => {
    expect(measured(lengthScore)).toBeGreaterThan(0.53);
    expect(measured(lengthScore)).toBeLessThan(0.65);
    const shareOf = (kind: OutcomePair) =>
      rows.filter((row) => row.weakRight === kind.weakRight && row.strongRight === kind.strongRight).length /
      rows.length;
    const [gain, loss] = [shareOf(GAIN), shareOf(LOSS)];
    const drawn = gain ** 2 / 2 + gain * (1 - gain - loss) + (loss * (gain + (gain - loss))) / 2;
    expect(measured(oracleScore)).toBeCloseTo(drawn / (gain - loss), 3);
  });

  test("carry the scores of the routers, by name", () => {
    expect(measured(scoreBy("length"))).toBeCloseTo(measured(lengthScore), 2);
    expect(measured(scoreBy("rule"))).toBeGreaterThan(0.4);
    expect(() => measured(scoreBy("rules"))).toThrow(/has no score of a router "rules"/);
  });
});

describe("the area under the ROC curve", () => {
  const area = (positives: readonly number[], negatives: readonly number[]) =>
    areaUnderRoc([
      ...positives.map((score) => ({ score, positive: true })),
      ...negatives.map((score) => ({ score, positive: false })),
    ]);

  test("is 1 for perfect order, 0 for reversed, one half for no order at all", () => {
    expect(area([3, 4], [1, 2])).toBe(1);
    expect(area([1, 2], [3, 4])).toBe(0);
    expect(area([1, 1], [1, 1, 1])).toBe(0.5);
  });

  test("counts pairs, ties half", () => {
    expect(area([1, 2, 3], [0, 2])).toBeCloseTo((1 + 1.5 + 2) / 6);
  });

  test("does not exist without both kinds", () => {
    expect(area([1], [])).toBeNaN();
    expect(area([], [1])).toBeNaN();
  });
});
