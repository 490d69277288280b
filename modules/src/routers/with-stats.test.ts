import { expect, test } from "vitest";
import type { Router } from "./router.ts";
import { createRuleRouter } from "./rule.ts";
import { withStats } from "./with-stats.ts";

const HARD = "Prove that the square root of 2 is irrational.";

test("counts where queries went and how long that took, and starts anew", async () => {
  const ticks = [0, 2, 10, 14, 20, 20];
  const clock = { now: () => 0, elapsed: () => ticks.shift() ?? 0, sleep: async () => {} };
  const router = withStats(createRuleRouter({ clock }));
  expect(router.stats()).toEqual({
    total: 0,
    local: 0,
    cloud: 0,
    failed: 0,
    localShare: 0,
    cloudShare: 0,
    meanMs: 0,
  });
  for (const query of ["Hello", HARD, "Ciao"]) await router.route(query);
  expect(router.stats()).toMatchObject({ total: 3, local: 2, cloud: 1, failed: 0, meanMs: 2 });
  expect(router.stats().localShare).toBeCloseTo(2 / 3);
  router.resetStats();
  expect(router.stats().total).toBe(0);
});

test("decides as the router inside, which stays as it was", async () => {
  const inside = createRuleRouter();
  const [{ ms: _, ...one }, { ms: __, ...other }] = await Promise.all([
    inside.route(HARD),
    withStats(inside).route(HARD),
  ]);
  expect(other).toEqual(one);
  expect(inside).not.toHaveProperty("stats");
});

test("counts a failure and passes it on", async () => {
  const broken: Router = {
    name: "broken",
    route: async () => {
      throw new Error("no model");
    },
  };
  const router = withStats(broken);
  await expect(router.route("Hello")).rejects.toThrow("no model");
  expect(router.stats()).toMatchObject({ total: 0, failed: 1 });
});
