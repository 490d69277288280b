import fc from "fast-check";
import { expect, test } from "vitest";
import { ProviderError, SettingsError } from "../core/errors.ts";
import { type BreakerOptions, createBreaker } from "./breaker.ts";
import { createBreakerSet } from "./breaker-set.ts";
import type { BreakerEvent } from "./breaker-state.ts";

const broken = (retryAfterMs?: number, status = 503) =>
  new ProviderError("It failed.", { code: `HTTP_${status}`, status, retryable: true, retryAfterMs });
const ours = new ProviderError("400", { code: "HTTP_400", status: 400, retryable: false });

function house(options: Partial<BreakerOptions> = {}) {
  let now = 0;
  let date = Date.UTC(2026, 0, 1);
  const clock = { now: () => date, elapsed: () => now, sleep: async () => {} };
  const events: BreakerEvent[] = [];
  const breaker = createBreaker("gpt", { clock, onEvent: (event) => events.push(event), ...options });
  const fail = (error: unknown = broken()) => breaker.enter()?.fail(error);
  const succeed = () => breaker.enter()?.succeed();
  const pass = (ms: number) => {
    now += ms;
    date += ms;
  };
  const jump = (ms: number) => {
    date += ms;
  };
  const turns = () => events.map(({ from, to }) => `${from} -> ${to.kind}`);
  return { breaker, events, fail, succeed, pass, jump, turns };
}

test("opens after 3 failures in a row, tries after 30 s, closes after 2 successes", () => {
  const { breaker, fail, succeed, pass, turns } = house();
  fail();
  fail();
  succeed();
  fail();
  fail();
  expect(breaker.state()).toEqual({ kind: "closed" });
  fail();
  expect(breaker.state()).toEqual({ kind: "open", because: "transient", retryInMs: 30_000 });
  expect(breaker.enter()).toBeUndefined();
  pass(29_999);
  expect(breaker.mayEnter()).toBe(false);
  pass(1);
  succeed();
  expect(breaker.state()).toEqual({ kind: "half-open", successes: 1, needed: 2, trying: false });
  succeed();
  expect(turns()).toEqual(["closed -> open", "open -> half-open", "half-open -> closed"]);
});

test("one trial at a time; a failed one opens it again", () => {
  const { breaker, fail, pass, turns } = house();
  for (let failure = 0; failure < 3; failure++) fail();
  pass(30_000);
  const trial = breaker.enter();
  expect(trial).toBeDefined();
  expect(breaker.enter()).toBeUndefined();
  trial?.fail(broken());
  expect(breaker.state()).toMatchObject({ kind: "open", because: "transient again", retryInMs: 30_000 });
  expect(turns()).toEqual(["closed -> open", "open -> half-open", "half-open -> open"]);
});

test("a trial that was given up, or of which nothing is heard, makes room for another", () => {
  const { breaker, fail, pass } = house({ trialMs: 10_000 });
  for (let failure = 0; failure < 3; failure++) fail();
  pass(30_000);
  breaker.enter()?.forget();
  expect(breaker.state()).toMatchObject({ kind: "half-open", successes: 0, trying: false });
  const lost = breaker.enter();
  expect(breaker.mayEnter()).toBe(false);
  pass(10_000);
  expect(breaker.mayEnter()).toBe(true);
  lost?.succeed();
  expect(breaker.state()).toMatchObject({ successes: 1 });
});

test("calls from before a change of state are not counted after it", () => {
  const { breaker, fail, pass } = house();
  const early = [breaker.enter(), breaker.enter(), breaker.enter()];
  for (let failure = 0; failure < 3; failure++) fail();
  pass(30_000);
  expect(breaker.state().kind).toBe("half-open");
  early[0]?.succeed();
  early[1]?.fail(broken());
  expect(breaker.state()).toEqual({ kind: "half-open", successes: 0, needed: 2, trying: false });
});

test("a permit counts once", () => {
  const { breaker } = house();
  const permit = breaker.enter();
  for (let time = 0; time < 5; time++) permit?.fail(broken());
  expect(breaker.state().kind).toBe("closed");
});

test("what the request or the caller is to blame for does not open it", () => {
  const { breaker, fail } = house();
  for (let time = 0; time < 5; time++) fail(ours);
  for (let time = 0; time < 5; time++) fail(new DOMException("gone", "AbortError"));
  expect(breaker.state().kind).toBe("closed");
});

test("one answer with Retry-After opens it so long; a word that was too short is doubled, an absurd one is capped", () => {
  const { breaker, fail, pass } = house({ maxOpenMs: 120_000 });
  fail(broken(1000, 429));
  expect(breaker.state()).toEqual({ kind: "open", because: "it asked to wait", retryInMs: 1000 });
  pass(1000);
  fail(broken(1, 429));
  expect(breaker.state()).toMatchObject({ kind: "open", retryInMs: 2000 });
  pass(2000);
  fail(broken(86_400_000, 429));
  expect(breaker.state()).toMatchObject({ kind: "open", retryInMs: 120_000 });
});

test("a date that is corrected opens and closes nothing", () => {
  const { breaker, fail, jump } = house();
  for (let failure = 0; failure < 3; failure++) fail();
  jump(3_600_000);
  expect(breaker.enter()).toBeUndefined();
  jump(-7_200_000);
  expect(breaker.state()).toMatchObject({ retryInMs: 30_000 });
});

test("run() refuses with the time that is left, and counts what the work throws", async () => {
  const { breaker, pass } = house({ rule: { kind: "in-a-row", failures: 1 } });
  const failing = async () => {
    throw broken();
  };
  await expect(breaker.run(failing)).rejects.toThrow("It failed.");
  pass(12_000);
  await expect(breaker.run(async () => 1)).rejects.toMatchObject({
    code: "CIRCUIT_OPEN",
    retryAfterMs: 18_000,
  });
  pass(18_000);
  expect([await breaker.run(async () => 1), await breaker.run(async () => 2)]).toEqual([1, 2]);
  expect(breaker.state().kind).toBe("closed");
});

test("opens by a share of the last calls, or by failures within a time", () => {
  const share = house({ rule: { kind: "share", share: 0.5, calls: 10, minimumCalls: 4 } });
  for (let call = 0; call < 2; call++) share.succeed();
  for (let call = 0; call < 2; call++) share.fail();
  expect(share.breaker.state().kind).toBe("closed");
  share.fail();
  expect(share.breaker.state().kind).toBe("open");

  const within = house({ rule: { kind: "within", failures: 3, windowMs: 300_000 } });
  within.fail();
  within.pass(200_000);
  within.fail();
  within.pass(150_000);
  within.fail();
  expect(within.breaker.state().kind).toBe("closed");
  within.fail();
  expect(within.breaker.state().kind).toBe("open");
});

test("a deployment that asked for a time and then fails otherwise is left alone for twice that time, not as long as one that tripped", () => {
  const { breaker, pass } = house({ rule: { kind: "in-a-row", failures: 3 }, openMs: 30_000 });
  breaker.enter()?.fail(broken(100, 429));
  for (const againMs of [200, 400]) {
    pass(againMs);
    breaker.enter()?.fail(broken());
    expect(breaker.state()).toMatchObject({ kind: "open", retryInMs: againMs });
  }
});

test("a rule that makes no sense is refused with what is wrong", () => {
  const wrong = [
    { kind: "in-a-row", failures: 0 },
    { kind: "share", share: 1.5, calls: 10 },
    { kind: "share", share: 0.5, calls: 10, minimumCalls: 20 },
    { kind: "within", failures: 3, windowMs: 0 },
  ] as const;
  for (const rule of wrong) expect(() => house({ rule })).toThrow(SettingsError);
});

test("each deployment has its own, with its own options", () => {
  const clock = { now: () => 0, elapsed: () => 0, sleep: async () => {} };
  const set = createBreakerSet((deployment) => ({
    clock,
    rule: { kind: "in-a-row", failures: deployment === "a" ? 1 : 2 },
  }));
  for (const name of ["a", "b"]) set.of(name).enter()?.fail(broken());
  expect(set.states()).toMatchObject({ a: { kind: "open" }, b: { kind: "closed" } });
  set.remove("a");
  expect(set.of("a").state().kind).toBe("closed");
});

test("whatever happens: it lets through nothing while open, one trial at a time, and changes state along its arrows only", () => {
  const step = fc.oneof(
    fc.constant("enter" as const),
    fc.record({ settle: fc.nat(9), how: fc.constantFrom("succeed", "fail", "wait", "forget") }),
    fc.record({ pass: fc.integer({ min: 1, max: 40_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { breaker, pass, events } = house();
      const permits: (ReturnType<typeof breaker.enter> | undefined)[] = [];
      let trialMs = 0;
      for (const step of steps) {
        if (step === "enter") {
          const before = breaker.state();
          const permit = breaker.enter();
          if (before.kind === "open") expect(permit).toBeUndefined();
          if (before.kind === "closed") expect(permit).toBeDefined();
          if (permit?.trial) trialMs = 0;
          permits.push(permit);
        } else if ("pass" in step) {
          pass(step.pass);
          trialMs += step.pass;
        } else {
          const permit = permits[step.settle];
          if (step.how === "succeed") permit?.succeed();
          else if (step.how === "forget") permit?.forget();
          else permit?.fail(step.how === "wait" ? broken(5000, 429) : broken());
        }
        const state = breaker.state();
        // A trial without outcome makes room for another after half a minute.
        if (state.kind === "half-open" && state.trying) expect(breaker.mayEnter()).toBe(trialMs >= 30_000);
        if (state.kind === "open") expect(state.retryInMs).toBeGreaterThan(0);
      }
      const arrows = ["closed -> open", "open -> half-open", "half-open -> open", "half-open -> closed"];
      for (const { from, to } of events) expect(arrows).toContain(`${from} -> ${to.kind}`);
      for (const [index, { from }] of events.entries())
        expect(from).toBe(index === 0 ? "closed" : events[index - 1]?.to.kind);
    }),
  );
});
