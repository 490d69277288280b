import { expect, test } from "vitest";
import { ANSWER, attempts, collect, planHouse, refusal, skips, textOf } from "../../tests/plan-house.ts";
import { createFallbackPlan } from "./fallback-plan.ts";

const breaker = { rule: { kind: "in-a-row", failures: 2 }, openMs: 60_000 } as const;

test("a deployment whose breaker opened while it was waited for is not asked again: the next one is", async () => {
  const { clock, resilience, events, call, levelsOf, told } = planHouse(
    { a: [refusal(503)], b: [ANSWER] },
    { breaker, retry: { maxAttempts: 2, firstWaitMs: 1000 } },
  );
  const plan = createFallbackPlan(levelsOf({}));
  // Each fails once, which neither breaker nor retry minds; together they open the breaker, and both are waiting then.
  const both = await clock.until(Promise.all([1, 2].map(() => collect(resilience.run(plan, call())))));
  expect(both.map(textOf)).toEqual(["Paris", "Paris"]);
  expect(told()).toBe("a a b b");
  expect(attempts(events).sort()).toEqual([
    "a 1 failed transient",
    "a 1 failed transient",
    "b 1 answered",
    "b 1 answered",
  ]);
  expect(resilience.breakers.of("a").state().kind).toBe("open");
  // It is told why neither asked it again.
  expect(skips(events)).toEqual(["a circuit-open", "a circuit-open"]);
});

test("without a breaker that opens it is asked again", async () => {
  const { clock, resilience, call, levelsOf, told } = planHouse(
    { a: [refusal(503), refusal(503), ANSWER], b: [ANSWER] },
    {
      breaker: { ...breaker, rule: { kind: "in-a-row", failures: 9 } },
      retry: { maxAttempts: 2, firstWaitMs: 1000 },
    },
  );
  const plan = createFallbackPlan(levelsOf({}));
  await clock.until(Promise.all([1, 2].map(() => collect(resilience.run(plan, call())))));
  expect(told()).toBe("a a a a");
});
