import { describe, expect, test } from "vitest";
import { alwaysLocal, oracle } from "./baselines.ts";
import type { LabelledPrompt } from "./labelled-prompt.ts";
import { readOutcomes } from "./read-outcomes.ts";
import { readPrompts } from "./read-prompts.ts";
import { baselineRouters, baselineScores, outcomeScoreboard, promptScoreboard } from "./scoreboard.ts";

const prompts = readPrompts();
const dev = prompts.filter(({ split }) => split === "dev");
const judgedOn = prompts.filter(({ split }) => split === "test");
const groupOf = ({ template }: LabelledPrompt) => template;

describe("the scoreboard of labelled prompts", () => {
  const boardOn = async (rows: readonly LabelledPrompt[]) =>
    new Map(
      (
        await promptScoreboard(baselineRouters({ dev, judgedOn: rows, cloudShare: 0.5 }), rows, {
          groupOf,
          resamples: 200,
        })
      ).map((score) => [score.router, score]),
    );

  test("has every baseline, from chance to the oracle", async () => {
    const board = await boardOn(judgedOn);
    expect([...board.keys()]).toEqual([
      "always-local",
      "always-cloud",
      "random-mix",
      "length",
      "word-count",
      "first-word",
      "oracle",
    ]);
    expect(board.get("oracle")).toMatchObject({ accuracy: 1, low: 1, high: 1, areaUnderRoc: 1 });
    expect(board.get("always-cloud")).toMatchObject({ cloudRecall: 1, cloudShare: 1, areaUnderRoc: 0.5 });
    expect(Math.abs((board.get("random-mix")?.areaUnderRoc ?? 0) - 0.5)).toBeLessThan(0.06);
    for (const { low, accuracy, high } of board.values()) {
      expect(low).toBeLessThanOrEqual(accuracy);
      expect(high).toBeGreaterThanOrEqual(accuracy);
    }
  });

  test("shows the first word for what it is: known on dev, chance on test", async () => {
    const [known, unseen] = [await boardOn(dev), await boardOn(judgedOn)];
    expect(known.get("first-word")?.accuracy).toBeGreaterThan(0.85);
    expect(unseen.get("first-word")?.accuracy).toBeLessThan(0.6);
  });

  test("does not let length alone solve the set", async () => {
    const area = (await boardOn(judgedOn)).get("length")?.areaUnderRoc ?? 0;
    expect(area).toBeGreaterThan(0.5);
    expect(area).toBeLessThan(0.7);
  });

  test("keeps the order of the routers", async () => {
    const board = await promptScoreboard([oracle(judgedOn), alwaysLocal()], judgedOn, { resamples: 10 });
    expect(board.map(({ router }) => router)).toEqual(["oracle", "always-local"]);
  });
});

test("the scoreboard of real outcomes puts random at one half and hindsight on top", () => {
  const rows = readOutcomes().filter(({ split }) => split === "test");
  const board = outcomeScoreboard(baselineScores, rows, { resamples: 50 });
  const [random, length, hindsight] = board;
  expect(board.map(({ router }) => router)).toEqual(["random", "length", "oracle"]);
  expect(random?.low).toBeLessThan(0.5);
  expect(random?.high).toBeGreaterThan(0.5);
  expect(length?.callsForHalf).toBeLessThan(0.5);
  expect(hindsight?.apgr).toBeGreaterThan(1);
  expect(hindsight?.callsForMost).toBeGreaterThan(hindsight?.callsForHalf ?? 1);
});
