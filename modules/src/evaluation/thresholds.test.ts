import { describe, expect, test } from "vitest";
import { evaluateRouter } from "./evaluate-router.ts";
import type { Labelled, LabelledPrompt } from "./labelled-prompt.ts";
import { robustnessOf } from "./robustness.ts";
import { createScoreRouter } from "./score-router.ts";
import { bestThreshold, sweepThresholds, thresholdForShare } from "./thresholds.ts";

/** Reads its score off the query. */
const reader = createScoreRouter({ name: "reader", scoreOf: Number });

describe("a router of a score", () => {
  test("decides by threshold and says why", async () => {
    expect(await reader.route("0.5")).toMatchObject({
      router: "reader",
      target: "cloud",
      reason: "cloud: score 0.50.",
      score: 0.5,
      margin: 0,
      runnerUp: "local",
    });
    const strict = createScoreRouter({
      name: "strict",
      scoreOf: Number,
      threshold: 0.8,
      reasonOf: (q) => `read ${q}`,
    });
    expect(await strict.route("0.5")).toMatchObject({
      target: "local",
      reason: "local: read 0.5.",
      threshold: 0.8,
    });
  });
});

describe("sweeping thresholds", () => {
  const rows: Labelled[] = [
    { prompt: "0.1", target: "local" },
    { prompt: "0.3", target: "local" },
    { prompt: "0.6", target: "cloud" },
    { prompt: "0.7", target: "local" },
    { prompt: "0.9", target: "cloud" },
  ];

  test("judges what the router would have done", async () => {
    const { judged } = await evaluateRouter(reader, rows);
    const swept = sweepThresholds(judged, [0, 0.5, 0.65, 0.95]);
    expect(swept.map(({ threshold, accuracy, cloudShare }) => [threshold, accuracy, cloudShare])).toEqual([
      [0, 2 / 5, 1],
      [0.5, 4 / 5, 3 / 5],
      [0.65, 3 / 5, 2 / 5],
      [0.95, 3 / 5, 0],
    ]);
    expect(sweepThresholds(judged)).toHaveLength(21);
  });

  test("finds the best one with room on both sides", async () => {
    const { judged } = await evaluateRouter(reader, rows);
    // 0.35, 0.4 ... 0.6 are equally right.
    expect(bestThreshold(sweepThresholds(judged))).toMatchObject({ threshold: 0.45, accuracy: 4 / 5 });
    expect(bestThreshold([])).toBeUndefined();
  });
});

describe("the threshold for a share", () => {
  const scores = Array.from({ length: 100 }, (_, at) => at / 100);

  test.each([0.1, 0.25, 0.5, 1])("sends a share of %d", (share) => {
    const found = thresholdForShare(scores, share);
    expect(found.share).toBeCloseTo(share);
    expect(scores.filter((score) => score >= found.threshold).length / 100).toBeCloseTo(share);
  });

  test("comes as near as ties allow, and can send none", () => {
    expect(thresholdForShare([0.2, 0.2, 0.2, 0.9], 0.5)).toEqual({ threshold: 0.9, share: 0.25 });
    expect(thresholdForShare([0.2, 0.2, 0.2, 0.9], 0.9)).toEqual({ threshold: 0.2, share: 1 });
    expect(thresholdForShare([0.2, 0.2], 0.1)).toEqual({ threshold: Number.POSITIVE_INFINITY, share: 0 });
  });
});

test("robustness compares each variant with the clean row that asks the same", async () => {
  const row = (
    id: string,
    prompt: string,
    style: LabelledPrompt["style"],
    variantOf?: string,
  ): LabelledPrompt => ({
    id,
    prompt,
    style,
    target: "cloud",
    language: "en",
    complexity: "complex",
    template: "t",
    split: "test",
    ...(variantOf && { variantOf }),
  });
  const evaluation = await evaluateRouter(reader, [
    row("a", "0.9", "clean"),
    row("a-typos", "0.1", "typos", "a"),
    row("b", "0.2", "clean"),
    row("b-typos", "0.3", "typos", "b"),
    row("b-paraphrase", "0.8", "paraphrase", "b"),
    row("c-paraphrase", "0.8", "paraphrase", "not judged"),
  ]);
  expect(robustnessOf(evaluation)).toEqual([
    { style: "typos", pairs: 2, sameDecision: 0.5, accuracy: 0, cleanAccuracy: 0.5 },
    { style: "paraphrase", pairs: 1, sameDecision: 0, accuracy: 1, cleanAccuracy: 0 },
  ]);
});
