import { expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import type { Bandit } from "./bandit.ts";
import { type BanditOptions, createBandit } from "./create-bandit.ts";
import { rewardOf } from "./reward-of.ts";
import { sampleBeta } from "./sample-beta.ts";

const arms = ["small", "middle", "large"];
type Worth = Readonly<Record<string, number>>;

function play(bandit: Bandit, rounds: number, worth: Worth, context = "code", seed = 9) {
  const random = createRandom(seed);
  return Array.from({ length: rounds }, () => {
    const choice = bandit.choose(context, arms);
    bandit.reward(choice, random() < (worth[choice.arm] ?? 0) ? 1 : 0);
    return choice;
  });
}

const open = (options: Partial<BanditOptions> = {}) => createBandit({ random: createRandom(2), ...options });
const shareOf = (arm: string, choices: readonly { readonly arm: string }[]) =>
  choices.filter((choice) => choice.arm === arm).length / choices.length;

test("it finds the best arm of each kind of request apart", () => {
  const bandit = open();
  play(bandit, 1_500, { small: 0.9, middle: 0.5, large: 0.6 }, "chat");
  play(bandit, 1_500, { small: 0.2, middle: 0.5, large: 0.9 }, "code");
  expect(
    shareOf("small", play(bandit, 300, { small: 0.9, middle: 0.5, large: 0.6 }, "chat")),
  ).toBeGreaterThan(0.9);
  expect(
    shareOf("large", play(bandit, 300, { small: 0.2, middle: 0.5, large: 0.9 }, "code")),
  ).toBeGreaterThan(0.9);
});

test("it notices when the best arm breaks", () => {
  const bandit = open();
  play(bandit, 3_000, { small: 0.4, middle: 0.5, large: 0.9 });
  play(bandit, 1_000, { small: 0.4, middle: 0.5, large: 0 });
  expect(shareOf("large", play(bandit, 300, { small: 0.4, middle: 0.5, large: 0 }))).toBeLessThan(0.1);
});

test("it explores no more often than allowed, whatever the rewards", () => {
  const choices = play(open({ exploreAtMost: 0.05 }), 2_000, { small: 0.5, middle: 0.5, large: 0.5 });
  expect(choices.filter(({ explored }) => explored).length).toBeLessThanOrEqual(0.05 * 2_000 + 3);
  const never = play(open({ exploreAtMost: 0, believed: (_, arm) => (arm === "middle" ? 0.9 : 0.1) }), 3, {});
  expect(never.length).toBe(3);
});

test("before any reward it goes by what is declared, else by the order given", () => {
  const declared = open({ believed: (_, arm) => (arm === "large" ? 1 : 0.2), beliefWeight: 50 });
  expect(declared.choose("x", arms).arm).toBe("large");
  expect(open({ exploreAtMost: 0, beliefWeight: 1_000 }).choose("x", ["only"])).toEqual({
    arm: "only",
    context: "x",
    explored: false,
  });
  expect(() => open().choose("x", [])).toThrow("nothing to choose from");
});

test("what it knows can be kept; the same seed and state choose the same", () => {
  const bandit = open();
  play(bandit, 200, { small: 0.9, middle: 0.1, large: 0.1 });
  const state = JSON.parse(JSON.stringify(bandit.state()));
  const choices = () => play(createBandit({ random: createRandom(3), state }), 50, {}).map(({ arm }) => arm);
  expect(choices()).toEqual(choices());
  expect(createBandit({ random: createRandom(3), state }).estimates()).toEqual(bandit.estimates());
});

test("no input makes it grow without bound, and no reward breaks it", () => {
  const bandit = open();
  for (let number = 0; number < 3_000; number++) bandit.reward({ arm: "small", context: `c${number}` }, 1);
  expect(new Set(bandit.estimates().map(({ context }) => context)).size).toBeLessThanOrEqual(1_001);
  for (const reward of [Number.NaN, -5, 7]) bandit.reward({ arm: "small", context: "c1" }, reward);
  expect(
    bandit.estimates().every(({ reward, low, high }) => low <= reward && reward <= high && high <= 1),
  ).toBe(true);
});

test("draws have the mean and the spread of the Beta distribution", () => {
  const random = createRandom(6);
  for (const [good, bad] of [
    [0.3, 0.3],
    [2, 5],
    [80, 20],
  ] as const) {
    const draws = Array.from({ length: 20_000 }, () => sampleBeta(random, good, bad));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    const total = good + bad;
    expect(mean).toBeCloseTo(good / total, 1);
    expect(variance / ((good * bad) / (total * total * (total + 1)))).toBeCloseTo(1, 1);
  }
});

test("a failure is worth nothing; money and time cost what they are weighed", () => {
  const weights = { cost: 0.3, costCeilingUsd: 0.01, latency: 0.2, latencyCeilingMs: 1_000 };
  expect(rewardOf({ success: false, rating: 1 }, weights)).toBe(0);
  expect(rewardOf({ success: true }, weights)).toBe(1);
  expect(rewardOf({ success: true, costUsd: 0.005, latencyMs: 9_000 }, weights)).toBeCloseTo(0.65, 12);
  expect(rewardOf({ success: true, rating: 0.1, costUsd: 1 }, weights)).toBe(0);
});
