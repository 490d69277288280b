import { expect, test } from "vitest";
import { byFirstWord } from "./baselines.ts";
import { crossFit } from "./cross-fit.ts";
import { evaluateRouter } from "./evaluate-router.ts";
import { baselineRouters, promptScoreboard } from "./scoreboard.ts";

const rows = Array.from({ length: 60 }, (_, at) => ({
  prompt: `${at} begins with a word of its own`,
  target: at % 2 === 0 ? ("local" as const) : ("cloud" as const),
}));

test("no row helps to judge itself", async () => {
  expect((await evaluateRouter(byFirstWord(rows), rows)).accuracy).toBe(1);
  expect((await evaluateRouter(crossFit(rows, byFirstWord), rows)).accuracy).toBeLessThan(0.75);
});

test("rows of one group are in one fold", async () => {
  const seen: string[][] = [];
  const grouped = rows.map((row, at) => ({ ...row, group: `g${at % 6}` }));
  crossFit(
    grouped,
    (others) => {
      seen.push([...new Set(others.map(({ group }) => group))]);
      return byFirstWord(others);
    },
    { groupOf: ({ group }) => group },
  );
  const whole = seen.map((groups) => groups.length);
  const left = seen.flatMap((groups) =>
    ["g0", "g1", "g2", "g3", "g4", "g5"].filter((g) => !groups.includes(g)),
  );
  expect(left.toSorted()).toEqual(["g0", "g1", "g2", "g3", "g4", "g5"]);
  expect(Math.max(...whole)).toBeLessThanOrEqual(6);
});

test("another query is refused, and one row is enough to fit on", async () => {
  await expect(crossFit(rows, byFirstWord).route("else")).rejects.toThrow("was not fitted for this query");
  const [only] = rows.slice(0, 1);
  if (only) expect((await crossFit([only], byFirstWord).route(only.prompt)).router).toBe("first-word");
});

test("the scoreboard's baselines are cross-fitted when no dev rows are given", async () => {
  const board = await promptScoreboard(baselineRouters({ judgedOn: rows, cloudShare: 0.5 }), rows, {
    resamples: 5,
  });
  expect(board.map(({ router }) => router)).toContain("first-word");
  expect(board.find(({ router }) => router === "first-word")?.accuracy).toBeLessThan(0.75);
});
