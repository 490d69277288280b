import { describe, expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { bootstrapFigures, bootstrapInterval } from "./bootstrap.ts";
import { apgr, callsForQuality, costQualityCurve } from "./cost-quality-curve.ts";
import { evaluateOutcomes, type OutcomeRouting } from "./evaluate-outcomes.ts";
import { type AskedOutcome, firstWordGain, outcomeBaselines } from "./outcome-baselines.ts";

interface Row extends AskedOutcome {
  readonly score: number;
}

/** Questions whose score knows something: gains score higher. */
function makeRows(count: number, seed = 1): Row[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const hard = random() < 0.4;
    const weakRight = random() < (hard ? 0.3 : 0.9);
    const strongRight = random() < (hard ? 0.7 : 0.9);
    const prompt = `${hard ? "Prove" : "Name"} ${"x".repeat(1 + Math.floor(random() * 50))}`;
    return { id: `q${at}`, prompt, weakRight, strongRight, score: random() + (hard ? 0.4 : 0) };
  });
}

const rows = makeRows(600);
const scoreOf = ({ score }: Row) => score;
const routing: OutcomeRouting<Row> = { name: "mine", scoreOf, asksStrong: ({ score }) => score >= 0.8 };

describe("the evaluation on outcomes", () => {
  const evaluation = evaluateOutcomes(routing, rows, {
    resamples: 100,
    costsOf: () => ({ weakUsd: 0.001, strongUsd: 0.01 }),
  });

  test("has the figures of the curve, with intervals round them", () => {
    const curve = costQualityCurve(rows, scoreOf);
    expect(evaluation.apgr.value).toBe(apgr(curve));
    expect(evaluation.callsForHalf.value).toBe(callsForQuality(curve, 0.5));
    expect(evaluation.callsForMost.value).toBe(callsForQuality(curve, 0.8));
    expect(evaluation.weakAccuracy).toBe(curve.weakAccuracy);
    expect(evaluation.strongAccuracy).toBeCloseTo(curve.strongAccuracy, 12);
    for (const { value, low, high } of [evaluation.apgr, evaluation.weakWrongArea, evaluation.gainArea]) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });

  test("draws the samples that single intervals draw", () => {
    const { low, high } = bootstrapInterval(rows, (sample) => apgr(costQualityCurve(sample, scoreOf)), {
      resamples: 100,
    });
    expect([evaluation.apgr.low, evaluation.apgr.high]).toEqual([low, high]);
  });

  test("follows the routes: share, accuracy and cost", () => {
    const strong = rows.filter(({ score }) => score >= 0.8);
    const right =
      strong.filter(({ strongRight }) => strongRight).length +
      rows.filter(({ score, weakRight }) => score < 0.8 && weakRight).length;
    const { strongShare, accuracy, costUsd } = evaluation.atThreshold ?? {};
    expect(strongShare?.value).toBe(strong.length / rows.length);
    expect(accuracy?.value).toBe(right / rows.length);
    expect(costUsd?.value).toBeCloseTo(
      (1000 * (strong.length * 0.01 + (rows.length - strong.length) * 0.001)) / rows.length,
    );
    expect(costUsd?.low).toBeLessThan(costUsd?.value ?? 0);
  });

  test("measures nothing at a threshold that is not there, and no cost without prices", () => {
    expect(evaluateOutcomes({ name: "x", scoreOf }, rows, { resamples: 2 })).not.toHaveProperty(
      "atThreshold",
    );
    expect(evaluateOutcomes(routing, rows, { resamples: 2 }).atThreshold).not.toHaveProperty("costUsd");
  });

  test("refuses an empty set", () => {
    expect(() => evaluateOutcomes(routing, [])).toThrow("There are no");
    expect(() => bootstrapFigures(0, () => ({ x: 1 }))).toThrow("There are no rows to draw samples of.");
  });
});

describe("the baselines for outcomes", () => {
  const board = new Map(
    outcomeBaselines(rows, { strongShare: 0.3 }).map((baseline) => [
      baseline.name,
      evaluateOutcomes(baseline, rows, { resamples: 20 }),
    ]),
  );
  const at = (name: string) => board.get(name)?.atThreshold;

  test("are all there", () => {
    expect([...board.keys()]).toEqual([
      ...["always-weak", "always-strong", "random", "cost-matched-mix", "length", "first-word", "oracle"],
    ]);
  });

  test("make as many strong calls as the router, where they have a choice", () => {
    expect(at("always-weak")?.strongShare.value).toBe(0);
    expect(at("always-strong")?.strongShare.value).toBe(1);
    expect(at("random")?.strongShare.value).toBeCloseTo(0.5, 1);
    expect(at("cost-matched-mix")?.strongShare.value).toBeCloseTo(0.3, 2);
    expect(Math.abs((at("length")?.strongShare.value ?? 0) - 0.3)).toBeLessThan(0.03);
  });

  test("are at chance where they know nothing, and above all where they know everything", () => {
    expect(board.get("always-weak")?.apgr.value).toBeCloseTo(0.5);
    expect(Math.abs((board.get("random")?.apgr.value ?? 0) - 0.5)).toBeLessThan(0.1);
    expect(board.get("oracle")?.apgr.value).toBeGreaterThan(1);
    const best = rows.filter(({ weakRight, strongRight }) => weakRight || strongRight).length / rows.length;
    expect(at("oracle")?.accuracy.value).toBe(best);
  });

  test("let the first word show what it gives away", () => {
    expect(board.get("first-word")?.apgr.value).toBeGreaterThan(0.6);
  });

  test("do not let a row tell on itself by its first word", () => {
    const lone = rows.map((row, at) => ({ ...row, prompt: `w${at} ${row.prompt}` }));
    const score = firstWordGain(lone);
    const folds = new Set(lone.map(score));
    expect(folds.size).toBeLessThanOrEqual(5);
  });
});
