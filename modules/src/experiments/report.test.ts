import { expect, test } from "vitest";
import { createRandom, type Random } from "../core/random.ts";
import type { Experiment } from "./experiment.ts";
import { addOutcome, createTally, GROUPS, type VariantTally } from "./variant-tally.ts";
import { writeReport } from "./write-report.ts";

const plan: Pick<Experiment, "name" | "goal" | "plannedRequests" | "falseAlarm"> = {
  name: "test",
  goal: "success",
  plannedRequests: 2_000,
  falseAlarm: 0.05,
};

interface Simulated {
  readonly tallies: readonly [VariantTally, VariantTally];
  add(requests: number): void;
}

/** Users with several requests each; a user's own habit moves all of his. */
function simulate(
  random: Random,
  rates: readonly [number, number],
  requestsOfUser = 1,
  habit = 0,
): Simulated {
  const tallies = [createTally(), createTally()] as const;
  return {
    tallies,
    add(requests) {
      for (let done = 0; done < requests; done += requestsOfUser) {
        const arm = random() < 0.5 ? 0 : 1;
        const group = Math.floor(random() * GROUPS);
        const own = rates[arm] + (random() < 0.5 ? habit : -habit);
        for (let one = 0; one < requestsOfUser; one++)
          addOutcome(tallies[arm], group, { success: random() < own, latencyMs: 100 + 50 * random() });
      }
    },
  };
}

const reportOf = ([one, two]: Simulated["tallies"], weights = [1, 1]) =>
  writeReport(plan, [
    { name: "now", weight: weights[0] ?? 1, tally: one, stopped: false },
    { name: "new", weight: weights[1] ?? 1, tally: two, stopped: false },
  ]);

const goalVerdict = (tallies: Simulated["tallies"]) =>
  reportOf(tallies).comparisons.find(({ metric }) => metric === "success")?.verdict;

/** Share of runs in which any of twenty looks names a difference. */
function alarms(runs: number, start: () => Simulated): number {
  let count = 0;
  for (let run = 0; run < runs; run++) {
    const simulated = start();
    const isAlarm = Array.from({ length: 20 }).some(() => {
      simulated.add(200);
      return ["better", "worse"].includes(goalVerdict(simulated.tallies) ?? "");
    });
    if (isAlarm) count++;
  }
  return count / runs;
}

test("between twins no difference is named, though one looks twenty times", () => {
  const random = createRandom(11);
  expect(alarms(200, () => simulate(random, [0.97, 0.97]))).toBeLessThanOrEqual(0.05);
});

test("nor between twins whose users are alike within themselves", () => {
  const random = createRandom(12);
  expect(alarms(100, () => simulate(random, [0.6, 0.6], 10, 0.35))).toBeLessThanOrEqual(0.06);
});

test("a difference that is there is found, and told the right way round", () => {
  const random = createRandom(13);
  const verdicts = Array.from({ length: 40 }, () => {
    const simulated = simulate(random, [0.9, 0.8]);
    simulated.add(4_000);
    return goalVerdict(simulated.tallies);
  });
  expect(verdicts.filter((verdict) => verdict === "worse").length).toBeGreaterThan(36);
  expect(verdicts).not.toContain("better");
});

test("less time is better, and its interval holds the truth", () => {
  const tallies = [createTally(), createTally()] as const;
  const random = createRandom(3);
  for (let request = 0; request < 2_000; request++) {
    const arm = request % 2 === 0 ? 0 : 1;
    const group = Math.floor(random() * GROUPS);
    addOutcome(tallies[arm], group, { success: true, latencyMs: (arm === 0 ? 400 : 300) * (0.5 + random()) });
  }
  const found = reportOf(tallies).comparisons.find(({ metric }) => metric === "latencyMs");
  expect(found?.verdict).toBe("better");
  expect(found?.difference.low).toBeLessThan(-100);
  expect(found?.difference.high).toBeGreaterThan(-100);
});

test("a handful of users is too early, even with many requests", () => {
  const tallies = [createTally(), createTally()] as const;
  for (let request = 0; request < 1_000; request++) {
    addOutcome(tallies[0], request % 5, { success: true });
    addOutcome(tallies[1], request % 7, { success: false });
  }
  const report = reportOf(tallies);
  expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(["too-early"]);
  expect(report.says[0]).toBe("Too few units yet to compare new with now.");
});

test("all right on both sides is no proof that they are the same", () => {
  const tallies = [createTally(), createTally()] as const;
  for (let request = 0; request < 400; request++)
    addOutcome(tallies[request % 2 === 0 ? 0 : 1], request, { success: true });
  const [comparison] = reportOf(tallies).comparisons;
  expect(comparison?.verdict).toBe("no-difference-shown");
  expect((comparison?.difference.high ?? 0) - (comparison?.difference.low ?? 0)).toBeGreaterThan(0.01);
});

test("a split that is off is told before any figure", () => {
  const random = createRandom(21);
  const simulated = simulate(random, [0.9, 0.9]);
  simulated.add(4_000);
  expect(reportOf(simulated.tallies).split.suspicious).toBe(false);
  const off = reportOf(simulated.tallies, [55, 45]);
  expect(off.split.suspicious).toBe(true);
  expect(off.says[0]).toContain("where 55.0 % / 45.0 % was dealt");
});

test("a report of nothing says nothing", () => {
  const report = reportOf([createTally(), createTally()]);
  expect(report.comparisons).toEqual([]);
  expect(report.variants.map(({ figures }) => figures)).toEqual([{}, {}]);
  expect(report.says).toEqual(["0 of 2000 planned requests: the intervals get narrower yet."]);
});

test("figures that are no numbers are not counted", () => {
  const tally = createTally();
  addOutcome(tally, 0, { success: true, latencyMs: Number.NaN, costUsd: Number.POSITIVE_INFINITY });
  const [first] = reportOf([tally, createTally()]).variants;
  expect(Object.keys(first?.figures ?? {})).toEqual(["success"]);
});

test("no interval reaches beyond what a figure can be, and a goal that nobody measured is said to be missing", () => {
  const tallies = [createTally(), createTally()] as const;
  for (const [place, tally] of tallies.entries())
    for (let group = 0; group < 3; group++)
      addOutcome(tally, group, {
        success: true,
        latencyMs: 100 * (group + 1),
        ...(place === 0 && { rating: 1 }),
      });
  const [now, next] = tallies.map((tally, place) => ({
    name: `v${place}`,
    weight: 1,
    tally,
    stopped: false,
  }));
  if (!now || !next) throw new Error("There are two variants.");
  const { variants, comparisons, says } = writeReport({ ...plan, goal: "rating" }, [now, next]);
  for (const { figures } of variants) {
    expect(figures.success).toMatchObject({ value: 1, high: 1 });
    expect(figures.success?.low).toBeGreaterThanOrEqual(0);
    expect(figures.latencyMs?.low).toBeGreaterThanOrEqual(0);
  }
  const success = comparisons.find(({ metric }) => metric === "success")?.difference;
  expect([success?.low, success?.high]).toEqual([-1, 1]);
  expect(says).toContain("No rating of v1 is known yet.");
});
