import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explainRoute } from "./explain-route.ts";
import { readRules } from "./read-rules.ts";
import type { RouteDecision, Signal } from "./router.ts";
import { createRuleRouter } from "./rule.ts";
import type { RuleSet } from "./rule-set.ts";
import { whatWouldFlip } from "./what-would-flip.ts";

const about = "For this test.";

/** One signal for each weight, found by its name. */
const rulesOf = (weights: readonly number[], base: number, threshold: number): RuleSet => ({
  base,
  threshold,
  signals: weights.map((weight, index) => ({
    name: `s${index}`,
    about,
    weight,
    words: { en: [`word${index}`] },
  })),
});

const without = (rules: RuleSet, gone: readonly string[]): RuleSet => {
  const signals = rules.signals.map((signal) =>
    gone.includes(signal.name) ? { ...signal, weight: 0 } : signal,
  );
  return { ...rules, signals };
};

const subsets = <T>(items: readonly T[]): T[][] =>
  items.reduce<T[][]>((all, item) => all.concat(all.map((set) => [...set, item])), [[]]);

describe("what would flip a route", () => {
  test("are the fewest signals whose removal really does", async () => {
    const weight = fc.integer({ min: -10, max: 10 }).map((value) => value / 20);
    const share = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
    await fc.assert(
      fc.asyncProperty(
        fc.array(weight, { minLength: 1, maxLength: 6 }),
        share,
        share,
        async (weights, base, threshold) => {
          const rules = rulesOf(weights, base, threshold);
          const query = rules.signals.map((_, index) => `word${index}`).join(" ");
          const route = (gone: readonly string[]) =>
            createRuleRouter({ rules: without(rules, gone) }).route(query);
          const decision = await route([]);
          const flip = whatWouldFlip(decision);
          const names = flip?.without.map(({ name }) => name) ?? [];
          if (flip) expect(await route(names)).toMatchObject({ target: flip.target, score: flip.score });
          for (const set of subsets(rules.signals.map(({ name }) => name))) {
            if (flip && set.length >= names.length) continue;
            expect((await route(set)).target).toBe(decision.target);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("holds for the shipped rules too", async () => {
    const rules = readRules();
    for (const query of [
      "Prove that sqrt(2) is irrational",
      "Compare REST and GraphQL and explain the trade-offs.",
    ]) {
      const flip = whatWouldFlip(await createRuleRouter({ rules }).route(query));
      const names = flip?.without.map(({ name }) => name) ?? [];
      expect(names).not.toEqual([]);
      expect((await createRuleRouter({ rules: without(rules, names) }).route(query)).target).toBe("local");
    }
  });

  test("is nothing when the base alone leads there, or the score is no sum", async () => {
    const decision = await createRuleRouter({ rules: rulesOf([0.1], 0.2, 0.5) }).route("word0");
    expect(whatWouldFlip(decision)).toBeUndefined();
    const { base: _, ...learned } = decision;
    expect(whatWouldFlip({ ...learned, target: "cloud", score: 0.9 })).toBeUndefined();
  });
});

describe("the explanation", () => {
  const signals: Signal[] = [
    { name: "reasoning", value: "prove", weight: 0.3 },
    { name: "long", value: 24, weight: 0.1 },
    { name: "brief", value: "in one word", weight: -0.15 },
    { name: "cut", value: "9 of 10", weight: 0 },
  ];
  const decision: RouteDecision = {
    router: "rule",
    target: "cloud",
    reason: "",
    base: 0.3,
    score: 0.55,
    threshold: 0.5,
    margin: 0.05,
    runnerUp: "local",
    signals,
    ms: 0.1,
    skipped: [],
  };

  test("is one paragraph: where, why, how close, what else", () => {
    expect(explainRoute(decision)).toBe(
      "The rule router chose cloud: the score 0.55 is at or above the threshold 0.50, by 0.05, a close call. " +
        'It began at 0.30; reasoning ("prove") added 0.30, long (24) added 0.10, brief ("in one word") took off 0.15 ' +
        'and cut ("9 of 10") counted for nothing. Without reasoning the score would be 0.25 and the route local.',
    );
  });

  test("says when nothing was found, and who did not decide", () => {
    const skipped = [{ router: "bert", reason: "has no model" }];
    const plain = { ...decision, target: "local", score: 0.3, margin: 0.2, signals: [], skipped } as const;
    expect(explainRoute(plain)).toBe(
      "The rule router chose local: the score 0.30 is below the threshold 0.50, by 0.20. It began at 0.30; no signal was found. " +
        "Before it, the bert router did not decide: has no model.",
    );
  });

  test.each([
    [0.8, "added 0.80", "which makes 1.10, held at 1.00"],
    [-0.5, "took off 0.50", "which makes -0.20, held at 0.00"],
  ])(
    "a sum beyond 0 or 1 is said to be held, so that the figures add up (%s)",
    async (weight, part, held) => {
      const told = explainRoute(
        await createRuleRouter({ rules: rulesOf([weight], 0.3, 0.5) }).route("word0"),
      );
      expect(told).toContain(`It began at 0.30; s0 ("word0") ${part}, ${held}.`);
    },
  );

  test("claims nothing for a router whose score is no sum of signals", () => {
    const { base: _, ...learned } = { ...decision, router: "bert", signals: [] };
    expect(explainRoute(learned)).toBe(
      "The bert router chose cloud: the score 0.55 is at or above the threshold 0.50, by 0.05, a close call. No signal was found. " +
        "Its score is no sum of signals, so leaving one out says nothing.",
    );
  });
});
