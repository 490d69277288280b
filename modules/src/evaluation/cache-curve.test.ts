import { describe, expect, test } from "vitest";
import { CONFLICTS } from "../cache/conflict.ts";
import { readCacheThreshold } from "../cache/shipped-threshold.ts";
import {
  cacheCurve,
  cacheIntervals,
  type ScoredPair,
  scorePairs,
  thresholdForBudget,
} from "./cache-curve.ts";
import { DIFFERENCES } from "./question-pair.ts";
import { readQuestionPairs } from "./read-question-pairs.ts";

function pair(similarity: number, more: Partial<ScoredPair> = {}): ScoredPair {
  return {
    family: "f",
    split: "dev",
    asked: "a",
    stored: "b",
    difference: undefined,
    conflicts: [],
    similarity,
    ...more,
  };
}

describe("the curve of a cache", () => {
  const pairs = [
    pair(0.9),
    pair(0.8),
    pair(0.7, { conflicts: ["words"] }),
    pair(0.6),
    pair(0.85, { difference: "numbers", conflicts: ["numbers"] }),
    pair(0.75, { difference: "scope" }),
  ];

  test("counts what is near enough, and with guards what they let through", () => {
    expect(cacheCurve(pairs, [0.7, 0.8], [])).toEqual([
      { threshold: 0.7, hits: 0.75, falseHits: 1 },
      { threshold: 0.8, hits: 0.5, falseHits: 0.5 },
    ]);
    expect(cacheCurve(pairs, [0.7, 0.8], CONFLICTS)).toEqual([
      { threshold: 0.7, hits: 0.5, falseHits: 0.5 },
      { threshold: 0.8, hits: 0.5, falseHits: 0 },
    ]);
  });

  test("gives the highest threshold within the budget that costs next to no hits", () => {
    const curve = [
      { threshold: 0.7, hits: 0.9, falseHits: 0.1 },
      { threshold: 0.8, hits: 0.8, falseHits: 0.01 },
      { threshold: 0.85, hits: 0.79, falseHits: 0.01 },
      { threshold: 0.9, hits: 0.5, falseHits: 0 },
    ];
    expect(thresholdForBudget(curve, 0.02).threshold).toBe(0.85);
    expect(thresholdForBudget(curve, 0.2).threshold).toBe(0.7);
    expect(thresholdForBudget(curve, 0).threshold).toBe(0.9);
    expect(() => thresholdForBudget(curve.slice(0, 3), 0)).toThrow(/No threshold keeps false hits/);
  });

  test("no false hit in a few families leaves room for some", () => {
    const unlike = ["a", "b", "c"].map((family) => pair(0.5, { family, difference: "names" }));
    const { falseHits } = cacheIntervals([...unlike, pair(0.9)], 0.8, []);
    expect(falseHits.value).toBe(0);
    expect(falseHits.high).toBeCloseTo(1 - 0.05 ** (1 / 3));
  });

  test("is of pairs that are scored by vectors of any length", async () => {
    const [scored] = await scorePairs(
      [pair(0, { asked: "ten", stored: "10" })],
      async () => new Float32Array([3, 4]),
    );
    expect(scored?.similarity).toBeCloseTo(1);
    expect(scored?.conflicts).toEqual([]);
  });
});

describe("the labelled pairs", () => {
  const pairs = readQuestionPairs();

  test("are of all kinds in both splits, each family in one, and no two that may share an answer are marked otherwise too", () => {
    for (const split of ["dev", "test"] as const) {
      const kinds = new Set(pairs.filter((one) => one.split === split).map(({ difference }) => difference));
      expect(DIFFERENCES.filter((kind) => !kinds.has(kind))).toEqual([]);
    }
    const splits = Map.groupBy(pairs, ({ family }) => family);
    for (const rows of splits.values()) expect(new Set(rows.map(({ split }) => split)).size).toBe(1);
    const texts = (alike: boolean) =>
      pairs
        .filter(({ difference }) => (difference === undefined) === alike)
        .map(({ asked, stored }) => [asked, stored].sort().join("\n"));
    const alike = new Set(texts(true));
    expect(texts(false).filter((text) => alike.has(text))).toEqual([]);
  });

  test("differ in text: a question paired with itself would measure nothing", () => {
    expect(pairs.filter(({ asked, stored }) => asked === stored)).toEqual([]);
  });
});

test("the shipped threshold kept to its budget on the families that it was not chosen on", () => {
  const { threshold, budget, dev, test: held } = readCacheThreshold();
  expect(threshold).toBeGreaterThan(0.5);
  expect(dev.falseHits.share).toBeLessThanOrEqual(budget);
  expect(held.falseHits.share).toBeLessThanOrEqual(budget);
});
