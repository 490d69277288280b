import { describe, expect, test } from "vitest";
import { RoutingError } from "../core/errors.ts";
import { alwaysCloud, alwaysLocal } from "./baselines.ts";
import { confusionOf, confusionShares } from "./confusion.ts";
import { evaluateRouter, sliceBy } from "./evaluate-router.ts";
import { createScoreRouter } from "./score-router.ts";

const rows = [
  { prompt: "a", target: "local", language: "en", style: "clean" },
  { prompt: "bb", target: "local", language: "it", style: "clean" },
  { prompt: "ccc", target: "cloud", language: "it", style: "typos" },
  { prompt: "dddd", target: "cloud", language: "en" },
  { prompt: "e", target: "cloud", language: "de" },
] as const;

/** Two letters or more are for the cloud: wrong on `bb` and on `e`. */
const byLetters = createScoreRouter({ name: "letters", scoreOf: (query) => (query.length > 1 ? 0.9 : 0.2) });

describe("evaluateRouter", () => {
  test("counts right and wrong by what was wanted and what was decided", async () => {
    const evaluation = await evaluateRouter(byLetters, rows);
    expect(evaluation.router).toBe("letters");
    expect(evaluation.rows).toBe(5);
    expect(evaluation.confusion).toEqual({
      localAsLocal: 1,
      localAsCloud: 1,
      cloudAsLocal: 1,
      cloudAsCloud: 2,
    });
    expect(evaluation.accuracy).toBeCloseTo(3 / 5);
    expect(evaluation.localRecall).toBeCloseTo(1 / 2);
    expect(evaluation.cloudRecall).toBeCloseTo(2 / 3);
    expect(evaluation.cloudPrecision).toBeCloseTo(2 / 3);
    expect(evaluation.cloudShare).toBeCloseTo(3 / 5);
  });

  test("keeps each row with its decision, and the mistakes apart", async () => {
    const { judged, mistakes } = await evaluateRouter(byLetters, rows);
    expect(judged.map(({ row }) => row.prompt)).toEqual(["a", "bb", "ccc", "dddd", "e"]);
    expect(mistakes.map(({ row, decided }) => [row.prompt, decided])).toEqual([
      ["bb", "cloud"],
      ["e", "local"],
    ]);
    expect(mistakes[0]?.decision.score).toBe(0.9);
  });

  test("takes groups apart; a row without the field is in none", async () => {
    const { byLanguage, byStyle, byComplexity, judged } = await evaluateRouter(byLetters, rows);
    expect(byLanguage.map(({ name, rows, accuracy }) => [name, rows, accuracy])).toEqual([
      ["en", 2, 1],
      ["it", 2, 0.5],
      ["de", 1, 0],
    ]);
    expect(byStyle.map(({ name, rows }) => [name, rows])).toEqual([
      ["clean", 2],
      ["typos", 1],
    ]);
    expect(byComplexity).toEqual([]);
    expect(sliceBy(judged, (row) => row.target).map(({ name, accuracy }) => [name, accuracy])).toEqual([
      ["local", 0.5],
      ["cloud", 2 / 3],
    ]);
  });

  test("has no precision to show where nothing went to the cloud", async () => {
    const { cloudPrecision, cloudRecall, accuracy } = await evaluateRouter(alwaysLocal(), rows);
    expect([cloudPrecision, cloudRecall, accuracy]).toEqual([Number.NaN, 0, 2 / 5]);
    expect((await evaluateRouter(alwaysCloud(), rows)).cloudPrecision).toBeCloseTo(3 / 5);
  });

  test("refuses to judge on nothing", async () => {
    await expect(evaluateRouter(byLetters, [])).rejects.toThrow(
      "There are no rows to judge the router letters on.",
    );
  });

  test("does not hide a router that cannot decide", async () => {
    const broken = {
      name: "broken",
      route: async () => Promise.reject(new RoutingError("no", { code: "NO" })),
    };
    await expect(evaluateRouter(broken, rows)).rejects.toThrow("no");
  });
});

test("an empty confusion matrix has no shares", () => {
  expect(Object.values(confusionShares(confusionOf([])))).toEqual(Array(5).fill(Number.NaN));
});
