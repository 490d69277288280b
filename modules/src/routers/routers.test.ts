import { describe, expect, test } from "vitest";
import { RoutingError } from "../core/errors.ts";
import { createRouters } from "./registry.ts";
import type { Router } from "./router.ts";
import { createRuleRouter } from "./rule.ts";

describe("the rule router", () => {
  const router = createRuleRouter();

  test.each([
    ["Hello!", "local"],
    ["What is the capital of France?", "local"],
    ["What is 7 * 8?", "local"],
    ["Prove that the square root of 2 is irrational.", "cloud"],
    ["Write a business plan for a bakery.", "cloud"],
    ["Compare REST and GraphQL and explain the trade-offs.", "cloud"],
  ] as const)("sends %j to %s", async (query, target) => {
    expect((await router.route(query)).target).toBe(target);
  });

  test("matches whole words only", async () => {
    const { signals } = await router.route("The machine on this planet flies an airplane");
    expect(signals.map(({ name }) => name)).not.toContain("greeting");
    expect(signals.map(({ name }) => name)).not.toContain("creation");
  });

  test("says what it found, and its score is the sum of it", async () => {
    const decision = await router.route("Hello there");
    expect(decision.signals).toEqual([{ name: "greeting", value: "hello", weight: -0.3 }]);
    expect(decision.score).toBeCloseTo(0.05);
    expect(decision.margin).toBeCloseTo(0.45);
    expect(decision.runnerUp).toBe("cloud");
    expect(decision.reason).toBe("local: score 0.05 stays below 0.50 (greeting).");
    expect(decision.confidence).toBeUndefined();
  });

  test("takes a pattern as it is given", async () => {
    const shout = createRuleRouter({ signals: [{ name: "shout", weight: 0.5, pattern: /URGENT/ }] });
    expect((await shout.route("not urgent")).signals).toEqual([]);
    expect((await shout.route("this is URGENT")).signals).toEqual([
      { name: "shout", value: "urgent", weight: 0.5 },
    ]);
  });

  test("asks the cloud from the threshold on", async () => {
    const score = (await router.route("Tell me about whales")).score;
    expect((await createRuleRouter({ threshold: score }).route("Tell me about whales")).target).toBe("cloud");
    expect((await createRuleRouter({ threshold: score + 0.001 }).route("Tell me about whales")).target).toBe(
      "local",
    );
  });

  test.each([
    ["emoji", "🦜🦜🦜"],
    ["NUL", "a\u0000b"],
    ["100 kB", "why ".repeat(25_000)],
    ["right to left", "ما هي عاصمة فرنسا؟"],
  ])("decides on %s", async (_, query) => {
    const { score } = await router.route(query);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
  });
});

describe("the router registry", () => {
  const broken: Router = {
    name: "broken",
    route: async () => {
      throw new RoutingError("has no model", { code: "NO_MODEL" });
    },
  };

  test("falls back in the order of priority and says who was skipped", async () => {
    const routers = createRouters({ priority: ["bert", "broken", "rule"], extra: [broken] });
    const decision = await routers.get("hybrid").route("Hello");
    expect(decision.router).toBe("rule");
    expect(decision.skipped).toEqual([
      { router: "bert", reason: "is not available" },
      { router: "broken", reason: "has no model" },
    ]);
  });

  test("says when nobody can decide", async () => {
    const routers = createRouters({ priority: ["bert", "broken"], extra: [broken] });
    await expect(routers.get("hybrid").route("Hello")).rejects.toThrow(
      "bert is not available; broken has no model",
    );
  });

  test("falls back too when a router throws at once", async () => {
    const hasty: Router = {
      name: "hasty",
      route() {
        throw new Error("at once");
      },
    };
    const decision = await createRouters({ priority: ["hasty", "rule"], extra: [hasty] })
      .get("hybrid")
      .route("Hello");
    expect(decision.skipped).toEqual([{ router: "hasty", reason: "at once" }]);
  });

  test("refuses a router under a name that is taken", () => {
    const named = (name: string): Router => ({ ...broken, name });
    for (const name of ["hybrid", "rule"]) {
      expect(() => createRouters({ extra: [named(name)] })).toThrow(
        `There is a router named "${name}" already.`,
      );
    }
  });

  test("says when no router is named at all", async () => {
    await expect(createRouters({ priority: [] }).get("hybrid").route("Hello")).rejects.toThrow(
      "none is named",
    );
  });

  test("names the nearest router, or all of them", () => {
    const routers = createRouters();
    expect(() => routers.get("rules")).toThrow(
      expect.objectContaining({ code: "UNKNOWN_ROUTER", hint: "Did you mean rule?" }),
    );
    expect(() => routers.get("xyz")).toThrow(expect.objectContaining({ hint: "There are: rule, hybrid." }));
  });
});
