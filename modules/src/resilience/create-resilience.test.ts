import { describe, expect, test } from "vitest";
import {
  ANSWER,
  attempts,
  collect,
  planHouse,
  refusal,
  skips,
  textOf,
  wasted,
} from "../../tests/plan-house.ts";
import { charged, say, stop } from "../../tests/scripted-reply.ts";
import { SettingsError } from "../core/errors.ts";
import { createDeadline } from "./deadline.ts";
import { createFallbackPlan, type PlanLevel } from "./fallback-plan.ts";

describe("a plan", () => {
  test("is answered by its first deployment", async () => {
    const { run, told, events } = planHouse({ a: [ANSWER], b: [ANSWER] });
    expect(await run()).toEqual([
      { type: "route-begin", deployment: "a", level: 0, reply: expect.anything() },
      say("Par"),
      say("is"),
      {
        type: "route-end",
        deployment: "a",
        level: 0,
        reason: "stop",
        billed: { promptTokens: 10, completionTokens: 2, estimated: false },
        wasted: { promptTokens: 0, completionTokens: 0, estimated: false },
      },
      charged(10, 2),
      stop,
    ]);
    expect(told()).toBe("a");
    expect(attempts(events)).toEqual(["a 1 answered"]);
  });

  test("tries each level as often as it may, then the next, and nothing of it is seen", async () => {
    const { run, told, events } = planHouse({ a: [refusal(503)], b: [refusal(500), ANSWER], c: [ANSWER] });
    const parts = await run();
    expect(told()).toBe("a a b b");
    expect(parts.map(({ type }) => type)).toEqual([
      "route-begin",
      "text",
      "text",
      "route-end",
      "usage",
      "end",
    ]);
    expect(attempts(events)).toEqual([
      "a 1 failed transient",
      "a 2 failed transient",
      "b 1 failed transient",
      "b 2 answered",
    ]);
  });

  test("asks three at most, however long it is", async () => {
    const broken = [refusal(503)];
    const { run, told, events } = planHouse({ a: broken, b: broken, c: broken, d: [ANSWER] });
    await expect(run({}, {}, { maxAttempts: 1 })).rejects.toMatchObject({
      code: "NO_ANSWER",
      retryable: true,
    });
    expect(told()).toBe("a b c");
    expect(skips(events)).toEqual(["d enough-tried"]);
  });

  test("passes over who is unhealthy, refused or full, without counting them as tried", async () => {
    const script = {
      a: [ANSWER],
      b: [ANSWER],
      c: [ANSWER],
      d: [refusal(503)],
      e: [refusal(503)],
      f: [ANSWER],
    };
    const { run, resilience, told, events, levelsOf, call, clock } = planHouse(script, {
      isHealthy: (deployment) => deployment !== "a",
      callsAtOnce: (deployment) => (deployment === "c" ? 1 : undefined),
    });
    const plan = createFallbackPlan(levelsOf({}).filter(({ deployment }) => deployment === "c"));
    const holder = resilience.run(plan, call());
    await clock.until(holder.next());
    const allow = ({ deployment }: PlanLevel) => (deployment === "b" ? "the budget is used up" : undefined);
    expect(textOf(await run({}, { allow }, { maxAttempts: 1 }))).toBe("Paris");
    expect(told()).toBe("c d e f");
    expect(skips(events)).toEqual(["a unhealthy", "b not-allowed", "c full"]);
    await holder.return();
    expect(resilience.state().bulkheads).toEqual({ c: { running: 0, waiting: 0, limit: 1 } });
  });

  test("passes over an open breaker, says when to come back, and asks again when it is time", async () => {
    const { clock, run, told, resilience, events } = planHouse({
      a: [refusal(500), refusal(500), refusal(500), ANSWER],
    });
    await expect(run({}, {}, { maxAttempts: 3 })).rejects.toMatchObject({ code: "NO_ANSWER" });
    expect(resilience.state().breakers).toMatchObject({ a: { kind: "open" } });
    await clock.pass(1000);
    await expect(run()).rejects.toMatchObject({ code: "NO_ANSWER", retryable: true, retryAfterMs: 29_000 });
    expect(told()).toBe("a a a");
    expect(skips(events)).toEqual(["a circuit-open"]);
    await clock.pass(29_000);
    expect(textOf(await run())).toBe("Paris");
  });

  test("does not spread what nobody should answer, and tells the refusal itself", async () => {
    const filtered = refusal(400, { code: "content_filter" });
    const { run, told, resilience } = planHouse({ a: [filtered], b: [ANSWER] });
    await expect(run()).rejects.toBe(filtered);
    expect(told()).toBe("a");
    expect(resilience.state().breakers).toMatchObject({ a: { kind: "closed" } });
  });

  test("turns with a prompt that is too long to a larger model, once", async () => {
    const long = refusal(400, { code: "context_length_exceeded" });
    const { clock, resilience, call, told } = planHouse({ a: [long], b: [ANSWER], c: [long], d: [ANSWER] });
    const level = (deployment: string, contextTokens: number): PlanLevel => ({
      deployment,
      tier: "azure",
      contextTokens,
    });
    const plan = createFallbackPlan([
      level("a", 4000),
      level("b", 4000),
      level("c", 8000),
      level("d", 16_000),
    ]);
    await expect(clock.until(collect(resilience.run(plan, call())))).rejects.toBe(long);
    expect(told()).toBe("a c");
  });

  test("with a key that is refused asks another place, without repeating", async () => {
    const { run, told } = planHouse({ a: [refusal(401)], b: [ANSWER] });
    expect(textOf(await run())).toBe("Paris");
    expect(told()).toBe("a b");
  });

  test("names everybody and why when nobody answers; the shortest wait counts", async () => {
    const { run } = planHouse({
      a: [refusal(429, { retryAfterMs: 60_000 })],
      b: [refusal(429, { retryAfterMs: 9000 })],
    });
    await expect(run()).rejects.toMatchObject({
      message: "No model answered: It answered 429. | It answered 429.",
      retryAfterMs: 9000,
    });
    const { run: runEmpty } = planHouse({});
    await expect(runEmpty()).rejects.toMatchObject({ code: "NO_BACKEND", retryable: false });
  });

  test("ends with the whole time, as a rejection before the first word", async () => {
    const { clock, run, told } = planHouse({ a: [[{ silent: true }]], b: [[{ silent: true }]], c: [ANSWER] });
    const deadline = createDeadline(clock, 7000, undefined);
    await expect(run({}, { deadline })).rejects.toMatchObject({ code: "DEADLINE" });
    expect(told()).toBe("a b");
    expect(clock.elapsed()).toBe(7000);
  });

  test("tells whose prompt was paid for nothing: of those at work, not of those who refused", async () => {
    const { run, events } = planHouse({ a: [[{ silent: true }]], b: [[stop]], c: [refusal(503)] });
    await expect(run({}, {}, { maxAttempts: 1 })).rejects.toMatchObject({ code: "NO_ANSWER" });
    expect(attempts(events)).toEqual(["a 1 failed slow", "b 1 failed transient", "c 1 failed transient"]);
    expect(wasted(events)).toEqual(["a 10", "b 10"]);
  });

  test("that tries a deployment anew lets others in after its first word", async () => {
    const { clock, resilience, call, levelsOf } = planHouse({
      a: [refusal(500), refusal(500), refusal(500), ANSWER],
    });
    const plan = createFallbackPlan(levelsOf({ maxAttempts: 3 }));
    await expect(clock.until(collect(resilience.run(plan, call())))).rejects.toThrow("No model answered");
    await clock.pass(30_000);
    const [first, second] = [resilience.run(plan, call()), resilience.run(plan, call())];
    await clock.until(first.next());
    expect(resilience.breakers.of("a").state()).toMatchObject({ kind: "half-open", successes: 1 });
    await clock.until(second.next());
    expect(resilience.breakers.of("a").state()).toEqual({ kind: "closed" });
    await Promise.all([first.return(), second.return()]);
  });

  test("does not hide a fault of whoever calls it", async () => {
    const { run } = planHouse({ a: [ANSWER] });
    const allow = () => {
      throw new TypeError("budget is undefined");
    };
    await expect(run({}, { allow })).rejects.toThrow("budget is undefined");
  });

  test("that makes no sense is refused with everything that is wrong", () => {
    const levels: readonly PlanLevel[] = [
      { deployment: "a", tier: "azure", firstTokenMs: -1 },
      { deployment: "a", tier: "azure" },
    ];
    expect(() => createFallbackPlan(levels, { maxTried: 0 })).toThrow(SettingsError);
    expect(() => createFallbackPlan(levels, { maxTried: 0 })).toThrow(
      /twice[\s\S]*firstTokenMs[\s\S]*maxTried/,
    );
  });
});

describe("a hedged plan", () => {
  test("asks the next as well when the first is slow, keeps the quicker, and holds nothing against the other", async () => {
    const { run, told, events, resilience, clock } = planHouse(
      { a: [[{ waitMs: 4000 }, ...ANSWER]], b: [ANSWER] },
      { callsAtOnce: () => 5 },
    );
    const parts = await run({ hedgeAfterMs: 800 });
    expect(parts[0]).toMatchObject({ deployment: "b", level: 1 });
    expect(told()).toBe("a b");
    expect(attempts(events)).toEqual(["a 1 cancelled", "b 1 answered"]);
    expect(wasted(events)).toEqual(["a 10"]);
    expect(clock.elapsed()).toBe(800);
    expect(resilience.state()).toMatchObject({
      breakers: { a: { kind: "closed" }, b: { kind: "closed" } },
      bulkheads: { a: { running: 0 }, b: { running: 0 } },
    });
  });
});

test("admission is by priority; without a bound everybody comes in", async () => {
  const bounded = planHouse({}, { admission: { limit: 1 } });
  const slot = await bounded.resilience.admit();
  await expect(bounded.resilience.admit({ priority: "high" })).rejects.toMatchObject({ code: "QUEUE_FULL" });
  slot.release();
  expect(bounded.resilience.state().admission).toEqual({ running: 0, waiting: 0, limit: 1 });
  const open = planHouse({});
  await Promise.all([open.resilience.admit(), open.resilience.admit()]);
  expect(open.resilience.state().admission).toBeUndefined();
});
