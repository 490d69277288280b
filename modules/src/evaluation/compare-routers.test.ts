import { describe, expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { alwaysCloud, alwaysLocal, oracle, randomMix } from "./baselines.ts";
import { compareRouters, compareScores, declareWinner } from "./compare-routers.ts";
import { evaluateRouter } from "./evaluate-router.ts";
import type { Labelled } from "./labelled-prompt.ts";

const rows: readonly Labelled[] = Array.from({ length: 200 }, (_, at) => ({
  prompt: `question ${at}`,
  target: at % 2 === 0 ? "local" : "cloud",
}));

describe("comparing routers on the same rows", () => {
  test("declares a winner when the difference is beyond doubt", async () => {
    const [knowing, blind] = [
      await evaluateRouter(oracle(rows), rows),
      await evaluateRouter(alwaysLocal(), rows),
    ];
    const comparison = compareRouters(blind, knowing);
    expect(comparison.difference.value).toBeCloseTo(-0.5);
    expect(comparison.difference.high).toBeLessThan(0);
    const { winner, reason } = declareWinner(comparison);
    expect(winner).toBe("oracle");
    expect(reason).toMatch(/^oracle beats always-local in accuracy: -0\.500 for always-local \(/);
    expect(declareWinner(compareRouters(knowing, blind)).winner).toBe("oracle");
  });

  test("refuses a winner when the interval holds no difference", async () => {
    const lots = await evaluateRouter(randomMix({ cloudShare: 0.5 }), rows);
    const constant = await evaluateRouter(alwaysCloud(), rows);
    const { winner, reason } = declareWinner(compareRouters(lots, constant));
    expect(winner).toBeUndefined();
    expect(reason).toMatch(
      /^No winner between random-mix and always-cloud: the difference in accuracy may be nothing \([+-]0\.\d{3} to \+0\.\d{3}, 95 % interval\)\.$/,
    );
  });

  test("refuses a winner between a router and itself", async () => {
    const lots = await evaluateRouter(randomMix({ cloudShare: 0.5 }), rows);
    expect(compareRouters(lots, lots).difference).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(declareWinner(compareRouters(lots, lots)).winner).toBeUndefined();
  });

  test("doubts more when rows of one template are drawn together", async () => {
    const left = await evaluateRouter(randomMix({ cloudShare: 0.5 }), rows);
    const right = await evaluateRouter(alwaysCloud(), rows);
    const groupOf = ({ target }: Labelled) => target;
    const width = ({ difference }: ReturnType<typeof compareRouters>) => difference.high - difference.low;
    expect(width(compareRouters(left, right, { groupOf }))).toBeGreaterThan(
      width(compareRouters(left, right)),
    );
  });

  test("refuses evaluations of other rows", async () => {
    const all = await evaluateRouter(alwaysLocal(), rows);
    for (const others of [rows.slice(0, 100), rows.toReversed(), [...rows, ...rows]]) {
      const other = await evaluateRouter(alwaysCloud(), others);
      expect(() => compareRouters(all, other)).toThrow(
        "always-local and always-cloud were not judged on the same rows.",
      );
    }
  });
});

describe("comparing scores on real outcomes", () => {
  const random = createRandom(11);
  const outcomes = Array.from({ length: 800 }, () => {
    const hard = random();
    return { hard, lot: random(), weakRight: random() > hard, strongRight: random() > hard / 3 };
  });
  const knowing = { name: "knowing", scoreOf: ({ hard }: (typeof outcomes)[number]) => hard };
  const lots = { name: "lots", scoreOf: ({ lot }: (typeof outcomes)[number]) => lot };
  const others = { name: "others", scoreOf: ({ lot }: (typeof outcomes)[number]) => (lot * 7) % 1 };

  test("a score that knows what is hard beats lots", () => {
    expect(declareWinner(compareScores(knowing, lots, outcomes, { resamples: 200 }))).toMatchObject({
      winner: "knowing",
      reason: expect.stringContaining("in APGR"),
    });
  });

  test("lots do not beat lots", () => {
    expect(declareWinner(compareScores(others, lots, outcomes, { resamples: 200 })).winner).toBeUndefined();
  });
});

test("no router wins where the strong model is no better", () => {
  const rows = Array.from({ length: 40 }, (_, at) => ({
    weakRight: at % 2 === 0,
    strongRight: at % 4 === 0,
    score: at,
  }));
  const up = { name: "up", scoreOf: ({ score }: (typeof rows)[number]) => score };
  const down = { name: "down", scoreOf: ({ score }: (typeof rows)[number]) => -score };
  const comparison = compareScores(up, down, rows, { resamples: 20 });
  expect(comparison.difference.value).toBeNaN();
  expect(declareWinner(comparison)).toEqual({
    winner: undefined,
    reason: "No winner between up and down: these rows have no APGR to compare.",
  });
});
