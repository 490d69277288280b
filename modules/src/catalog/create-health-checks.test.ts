import { describe, expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { ProviderError } from "../core/errors.ts";
import { createHealthChecks } from "./create-health-checks.ts";
import { createModelRegistry } from "./create-model-registry.ts";
import type { CheckEvent, Ping } from "./health-checks.ts";
import type { RegistryEvent } from "./model-registry.ts";
import type { HealthRules, ModelProfile } from "./registry-config.ts";

const profile = (name: string, fields: Partial<ModelProfile> = {}): ModelProfile => ({
  name,
  version: "1",
  servedName: name,
  aliases: [],
  provider: "openai",
  providerKind: "openai",
  tier: "cloud",
  capabilities: ["code"],
  maxTokens: 1000,
  latencyMs: 100,
  quality: 0.5,
  ...fields,
});

const strict: HealthRules = {
  enabled: true,
  intervalMs: 60_000,
  timeoutMs: 5_000,
  unhealthyAfter: 1,
  healthyAfter: 1,
  startUpGraceMs: 0,
};
const patient: HealthRules = { ...strict, intervalMs: 30_000, unhealthyAfter: 3, healthyAfter: 2 };

type Outcome = "ok" | "fail" | "429" | "hang";

/** Checks of models `a` and more under a clock that is driven, with pings that do as they are told. */
function setUp(rules: HealthRules, models: readonly string[] = ["a"], atOnce = 8) {
  const clock = createDrivenClock();
  const changes: RegistryEvent[] = [];
  const checks: CheckEvent[] = [];
  const registry = createModelRegistry({
    clock,
    onEvent: (event) => event.type === "availability" && changes.push(event),
  });
  for (const name of models) registry.register(profile(name));
  const does = new Map<string, Outcome>();
  const pings: string[] = [];
  const ping: Ping = async ({ name }) => {
    pings.push(name);
    const outcome = does.get(name) ?? "ok";
    if (outcome === "hang") await new Promise(() => {});
    if (outcome === "fail") throw new Error("out of order");
    if (outcome === "429") throw new ProviderError("busy", { code: "LIMITED", status: 429, retryable: true });
  };
  const health = createHealthChecks({
    registry,
    ping,
    rules,
    clock,
    atOnce,
    onEvent: (event) => checks.push(event),
  });
  return { clock, registry, health, does, pings, checks, changes };
}

const runOf = async (rules: HealthRules, outcomes: readonly Outcome[]) => {
  const { health, does, registry, clock } = setUp(rules);
  const seen: boolean[] = [];
  for (const outcome of outcomes) {
    does.set("a", outcome);
    await clock.until(health.checkNow());
    seen.push(registry.get("a").isAvailable);
  }
  return seen;
};

describe("a model", () => {
  test("is unavailable after one failure and back after one success when that is the rule", async () => {
    expect(await runOf(strict, ["ok", "fail", "ok"])).toEqual([true, false, true]);
  });

  test("is unavailable after three failures in a row, and back after two successes in a row", async () => {
    expect(
      await runOf(patient, ["ok", "fail", "fail", "ok", "fail", "fail", "fail", "ok", "fail", "ok", "ok"]),
    ).toEqual([true, true, true, true, true, true, false, false, false, false, true]);
  });

  test("that refuses for now counts for neither side", async () => {
    expect(await runOf(patient, ["fail", "fail", "429", "429", "fail", "ok", "429", "ok"])).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  test("that does not answer in time has failed, though its ping never ends", async () => {
    const { health, does, registry, clock, checks } = setUp(strict);
    does.set("a", "hang");
    await clock.until(health.checkNow());
    expect(registry.get("a").availability).toMatchObject({
      kind: "unavailable",
      because: "No answer within 5000 ms.",
    });
    expect(checks[0]).toMatchObject({ outcome: "failed", ms: 5000, failuresInARow: 1 });
  });

  test("that was never checked counts as available", () => {
    const { registry } = setUp(strict);
    expect(registry.get("a")).toMatchObject({ isAvailable: true, availability: { kind: "unchecked" } });
  });
});

describe("a start-up", () => {
  const graceful = { ...patient, unhealthyAfter: 1, startUpGraceMs: 60_000 };

  test("may fail for a while", async () => {
    const { health, does, registry, clock } = setUp(graceful);
    does.set("a", "fail");
    health.start();
    await clock.pass(59_999);
    expect(registry.get("a").isAvailable).toBe(true);
    await clock.pass(1);
    expect(registry.get("a").isAvailable).toBe(false);
    await health.stop();
  });

  test("is over with the first answer", async () => {
    expect(await runOf(graceful, ["fail", "ok", "fail"])).toEqual([true, true, false]);
  });

  test("begins again when another server stands behind the name", async () => {
    const { health, does, registry, clock } = setUp(graceful);
    await clock.until(health.checkNow());
    does.set("a", "fail");
    registry.register(profile("a", { endpoint: "http://other" }));
    await clock.until(health.checkNow());
    expect(registry.get("a").isAvailable).toBe(true);
  });
});

describe("the rounds", () => {
  test("come at once and then at each interval, however long a round takes", async () => {
    const { health, does, pings, clock } = setUp(strict, ["a", "b"]);
    does.set("b", "hang");
    health.start();
    health.start();
    await clock.pass(0);
    expect(pings).toEqual(["a", "b"]);
    await clock.pass(59_999);
    expect(pings).toHaveLength(2);
    await clock.pass(1);
    expect(pings).toHaveLength(4);
    await health.stop();
  });

  test("end when they are stopped, in the middle of a ping too", async () => {
    const { health, does, pings, clock, registry } = setUp(strict);
    does.set("a", "hang");
    health.start();
    await clock.pass(10);
    await health.stop();
    await clock.pass(600_000);
    expect(pings).toEqual(["a"]);
    expect(registry.get("a").isAvailable).toBe(true);
  });

  test("do not begin when the rules switch them off", async () => {
    const { health, pings, clock } = setUp({ ...strict, enabled: false });
    health.start();
    await clock.pass(120_000);
    expect(pings).toEqual([]);
  });

  test("ask no more models at one time than allowed", async () => {
    const clock = createDrivenClock();
    const registry = createModelRegistry({ clock });
    for (const name of ["a", "b", "c", "d", "e"]) registry.register(profile(name));
    let now = 0;
    let most = 0;
    const ping: Ping = async () => {
      most = Math.max(most, ++now);
      await clock.sleep(10);
      now--;
    };
    const health = createHealthChecks({ registry, ping, rules: strict, clock, atOnce: 2 });
    expect(await clock.until(health.checkNow())).toHaveLength(5);
    expect(most).toBe(2);
  });

  test("take in models that come, forget those that go, and follow rules that change", async () => {
    const clock = createDrivenClock();
    const registry = createModelRegistry({ clock });
    registry.register(profile("a"));
    const pings: string[] = [];
    let rules = strict;
    const health = createHealthChecks({
      registry,
      ping: async ({ name }) => void pings.push(name),
      rules: () => rules,
      clock,
    });
    health.start();
    await clock.pass(0);
    rules = { ...strict, intervalMs: 1000 };
    registry.register(profile("b"));
    await clock.pass(60_000);
    registry.retire("a");
    await clock.pass(1000);
    expect(pings).toEqual(["a", "a", "b", "b"]);
    expect(health.state().map(({ model }) => model)).toEqual(["b"]);
    await health.stop();
  });
});

test("an availability is told once for each change, with why", async () => {
  const { health, does, changes, clock } = setUp(strict);
  for (const outcome of ["ok", "ok", "fail", "fail", "ok"] as const) {
    does.set("a", outcome);
    await clock.until(health.checkNow());
  }
  expect(changes.map((event) => event.type === "availability" && event.to.kind)).toEqual([
    "available",
    "unavailable",
    "available",
  ]);
  expect(changes[1]).toMatchObject({ name: "a", to: { because: "out of order" } });
});

test("checks move no figure of real calls", async () => {
  const { health, does, registry, clock } = setUp(strict);
  does.set("a", "fail");
  await clock.until(health.checkNow());
  expect(registry.get("a")).toMatchObject({ successRate: 1, measuredLatencyMs: 100, calls: 0 });
});

test("a check that ends after another version was activated counts for the version it asked", async () => {
  const clock = createDrivenClock();
  const registry = createModelRegistry({ clock });
  registry.register(profile("a"));
  const ping: Ping = async () => {
    registry.register(profile("a", { version: "2" }));
    throw new Error("gone");
  };
  await createHealthChecks({ registry, ping, rules: strict, clock }).checkNow();
  expect(registry.get("a")).toMatchObject({ version: "2", isAvailable: true });
  expect(registry.get("a@1").isAvailable).toBe(false);
});
