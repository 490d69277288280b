import { describe, expect, test } from "vitest";
import { loadSettings } from "../config/settings.ts";
import { RoutingError } from "../core/errors.ts";
import { readRules } from "./read-rules.ts";
import { createRouters } from "./registry.ts";
import type { Router } from "./router.ts";

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

  test("leaves the rules their threshold unless another is given", async () => {
    const thresholdOf = async (options: Parameters<typeof createRouters>[0]) =>
      (await createRouters(options).get("rule").route("Hello")).threshold;
    expect(await thresholdOf({})).toBe(readRules().threshold);
    expect(await thresholdOf({ complexityThreshold: 0.8 })).toBe(0.8);
  });

  test("has the settings' default where the rules have theirs", () => {
    const { settings } = loadSettings({ environment: {}, envFile: false });
    expect(settings.routing.complexityThreshold).toBe(readRules().threshold);
  });
});
