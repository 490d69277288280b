import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { charged, cut, type Line, say, scriptedReply, stop } from "../../tests/scripted-reply.ts";
import { createDrivenClock, type DrivenClock } from "../core/driven-clock.ts";
import { ProviderError, SettingsError } from "../core/errors.ts";
import { createRandom } from "../core/random.ts";
import type { StreamReply } from "./begin-reply.ts";
import {
  createResilience,
  type PlanCall,
  type ResilienceEvent,
  type ResilienceOptions,
} from "./create-resilience.ts";
import { createDeadline } from "./deadline.ts";
import { createFallbackPlan, type PlanLevel, type PlanOptions } from "./fallback-plan.ts";
import type { PlanPart, RouteEnd } from "./route-part.ts";

const error = (status: number, options: { code?: string; retryAfterMs?: number } = {}) =>
  new ProviderError(`It answered ${status}.`, {
    code: `HTTP_${status}`,
    status,
    retryable: status >= 500 || status === 429,
    ...options,
  });

/** What each deployment does, call by call; the last goes on for ever. */
type Script = Readonly<Record<string, readonly (readonly Line[] | Error)[]>>;

interface Asked {
  readonly deployment: string;
  readonly soFar: string;
}

function house(script: Script, options: Partial<ResilienceOptions> = {}) {
  const clock: DrivenClock = createDrivenClock();
  const events: ResilienceEvent[] = [];
  const asked: Asked[] = [];
  const calls = new Map<string, number>();
  const resilience = createResilience({
    clock,
    random: createRandom(1),
    onEvent: (event) => events.push(event),
    ...options,
  });
  const call = (overrides: Partial<PlanCall<StreamReply>> = {}): PlanCall<StreamReply> => ({
    deadline: createDeadline(clock, 60_000, undefined),
    promptTokens: () => 10,
    countTokens: (text) => text.length,
    async open({ deployment }, { soFar }) {
      const turn = calls.get(deployment) ?? 0;
      calls.set(deployment, turn + 1);
      asked.push({ deployment, soFar });
      const lines = script[deployment]?.[turn] ?? script[deployment]?.at(-1) ?? [];
      if (lines instanceof Error) throw lines;
      return scriptedReply(clock, lines);
    },
    ...overrides,
  });
  const levelsOf = (more: Partial<PlanLevel>): readonly PlanLevel[] =>
    Object.keys(script).map((deployment) => ({ deployment, tier: "azure", ...more }));
  const run = (planOptions: PlanOptions = {}, overrides: Partial<PlanCall<StreamReply>> = {}, more = {}) =>
    clock.until(collect(resilience.run(createFallbackPlan(levelsOf(more), planOptions), call(overrides))));
  const told = () => asked.map(({ deployment }) => deployment).join(" ");
  return { clock, resilience, events, asked, told, call, run, levelsOf };
}

async function collect<Reply>(parts: AsyncIterable<PlanPart<Reply>>): Promise<readonly PlanPart<Reply>[]> {
  const heard: PlanPart<Reply>[] = [];
  for await (const part of parts) heard.push(part);
  return heard;
}

const routeEnds = (parts: readonly PlanPart<unknown>[]) =>
  parts.filter((part): part is RouteEnd => part.type === "route-end");

/** The text that a reader is left with. */
function textOf(parts: readonly PlanPart<unknown>[]): string {
  let text = "";
  for (const part of parts) {
    if (part.type === "text") text += part.text;
    if (part.type === "route-end" && part.reason === "restarted") text = "";
  }
  return text;
}

const skips = (events: readonly ResilienceEvent[]) =>
  events.flatMap((event) => (event.type === "skipped" ? [`${event.deployment} ${event.skip.kind}`] : []));
const attempts = (events: readonly ResilienceEvent[]) =>
  events.flatMap((event) =>
    event.type === "attempt"
      ? [`${event.deployment} ${event.attempt} ${event.outcome} ${event.failure ?? ""}`.trim()]
      : [],
  );

/** Prompts that were paid for without a word. */
const wasted = (events: readonly ResilienceEvent[]) =>
  events.flatMap((event) =>
    event.type === "attempt" && event.wasted ? [`${event.deployment} ${event.wasted.promptTokens}`] : [],
  );

const ANSWER = [say("Par"), say("is"), charged(10, 2), stop];

describe("a plan", () => {
  test("is answered by its first deployment", async () => {
    const { run, told, events } = house({ a: [ANSWER], b: [ANSWER] });
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
    const { run, told, events } = house({ a: [error(503)], b: [error(500), ANSWER], c: [ANSWER] });
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
    const broken = [error(503)];
    const { run, told, events } = house({ a: broken, b: broken, c: broken, d: [ANSWER] });
    await expect(run({}, {}, { maxAttempts: 1 })).rejects.toMatchObject({
      code: "NO_ANSWER",
      retryable: true,
    });
    expect(told()).toBe("a b c");
    expect(skips(events)).toEqual(["d enough-tried"]);
  });

  test("passes over who is unhealthy, refused or full, without counting them as tried", async () => {
    const script = { a: [ANSWER], b: [ANSWER], c: [ANSWER], d: [error(503)], e: [error(503)], f: [ANSWER] };
    const { run, resilience, told, events, levelsOf, call, clock } = house(script, {
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
    const { clock, run, told, resilience, events } = house({
      a: [error(500), error(500), error(500), ANSWER],
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
    const filtered = error(400, { code: "content_filter" });
    const { run, told, resilience } = house({ a: [filtered], b: [ANSWER] });
    await expect(run()).rejects.toBe(filtered);
    expect(told()).toBe("a");
    expect(resilience.state().breakers).toMatchObject({ a: { kind: "closed" } });
  });

  test("turns with a prompt that is too long to a larger model, once", async () => {
    const long = error(400, { code: "context_length_exceeded" });
    const { clock, resilience, call, told } = house({ a: [long], b: [ANSWER], c: [long], d: [ANSWER] });
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
    const { run, told } = house({ a: [error(401)], b: [ANSWER] });
    expect(textOf(await run())).toBe("Paris");
    expect(told()).toBe("a b");
  });

  test("names everybody and why when nobody answers; the shortest wait counts", async () => {
    const { run } = house({
      a: [error(429, { retryAfterMs: 60_000 })],
      b: [error(429, { retryAfterMs: 9000 })],
    });
    await expect(run()).rejects.toMatchObject({
      message: "No model answered: It answered 429. | It answered 429.",
      retryAfterMs: 9000,
    });
    const { run: runEmpty } = house({});
    await expect(runEmpty()).rejects.toMatchObject({ code: "NO_BACKEND", retryable: false });
  });

  test("ends with the whole time, as a rejection before the first word", async () => {
    const { clock, run, told } = house({ a: [[{ silent: true }]], b: [[{ silent: true }]], c: [ANSWER] });
    const deadline = createDeadline(clock, 7000, undefined);
    await expect(run({}, { deadline })).rejects.toMatchObject({ code: "DEADLINE" });
    expect(told()).toBe("a b");
    expect(clock.elapsed()).toBe(7000);
  });

  test("tells whose prompt was paid for nothing: of those at work, not of those who refused", async () => {
    const { run, events } = house({ a: [[{ silent: true }]], b: [[stop]], c: [error(503)] });
    await expect(run({}, {}, { maxAttempts: 1 })).rejects.toMatchObject({ code: "NO_ANSWER" });
    expect(attempts(events)).toEqual(["a 1 failed slow", "b 1 failed transient", "c 1 failed transient"]);
    expect(wasted(events)).toEqual(["a 10", "b 10"]);
  });

  test("that tries a deployment anew lets others in after its first word", async () => {
    const { clock, resilience, call, levelsOf } = house({ a: [error(500), error(500), error(500), ANSWER] });
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
    const { run } = house({ a: [ANSWER] });
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
    const { run, told, events, resilience, clock } = house(
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

/** The six ways in which a stream breaks after its first words. */
const BREAKS: Readonly<Record<string, { readonly lines: readonly Line[]; readonly code: string }>> = {
  "a connection that is cut": { lines: [cut], code: "STREAM_CUT" },
  "a stream that just stops": { lines: [], code: "STREAM_CUT" },
  "a stream that gets stuck": { lines: [{ silent: true }], code: "STREAM_STALLED" },
  "a reset": { lines: [{ throws: new Error("ECONNRESET") }], code: "STREAM_BROKEN" },
  "something that is no event": {
    lines: [{ type: "error", code: "MALFORMED_STREAM", message: "no event", retryable: true }],
    code: "MALFORMED_STREAM",
  },
  "an error inside a 200": {
    lines: [{ type: "error", code: "server_error", message: "overloaded", retryable: true }],
    code: "server_error",
  },
};

describe.each(Object.entries(BREAKS))("%s in the middle of an answer", (_name, { lines, code }) => {
  const begun = [say("Rivers carry "), say("water to"), ...lines];

  test("terminate: it ends there and says so", async () => {
    const { run, told, resilience } = house({ a: [begun], b: [ANSWER] });
    const parts = await run({ midStream: "terminate" });
    expect(textOf(parts)).toBe("Rivers carry water to");
    expect(told()).toBe("a");
    expect(routeEnds(parts)).toMatchObject([
      {
        reason: "cut",
        error: { code },
        billed: { promptTokens: 10, completionTokens: 21, estimated: true },
        wasted: { promptTokens: 0, completionTokens: 0 },
      },
    ]);
    expect(["error", "end"]).toContain(parts.at(-1)?.type);
    expect(parts.at(-1)).not.toEqual(stop);
    expect(resilience.breakers.of("a").state().kind).toBe("closed");
  });

  test("restart: another answers from the beginning, and what was said is void and booked as wasted", async () => {
    const { run, asked } = house({ a: [begun], b: [ANSWER] });
    const parts = await run({ midStream: "restart" });
    expect(textOf(parts)).toBe("Paris");
    expect(asked).toEqual([
      { deployment: "a", soFar: "" },
      { deployment: "b", soFar: "" },
    ]);
    expect(routeEnds(parts)).toMatchObject([
      {
        deployment: "a",
        reason: "restarted",
        error: { code },
        wasted: { promptTokens: 10, completionTokens: 21 },
      },
      { deployment: "b", reason: "stop", wasted: { promptTokens: 0, completionTokens: 0 } },
    ]);
    expect(parts.at(-1)).toEqual(stop);
  });

  test("continue: another goes on, the seam is told, and the prompt that is sent again is booked as wasted", async () => {
    const onward = [say("carry wat"), say("er to the sea."), charged(31, 9), stop];
    const { run, asked } = house({ a: [begun], b: [onward] });
    const parts = await run({ midStream: "continue" }, {}, { continues: "instruction" });
    expect(textOf(parts)).toBe("Rivers carry water to the sea.");
    expect(asked.at(-1)).toEqual({ deployment: "b", soFar: "Rivers carry water to" });
    expect(routeEnds(parts)).toMatchObject([
      { deployment: "a", reason: "continued", wasted: { promptTokens: 0, completionTokens: 0 } },
      {
        deployment: "b",
        reason: "stop",
        billed: { promptTokens: 31, completionTokens: 9, estimated: false },
        wasted: { promptTokens: 31, completionTokens: 9, estimated: true },
      },
    ]);
  });
});

describe("after the first word", () => {
  const half = [say("Rivers "), cut];

  test("where nobody can go on, the answer is begun anew", async () => {
    const { run } = house({ a: [half], b: [ANSWER] });
    const parts = await run({ midStream: "continue" });
    expect(routeEnds(parts).map(({ reason }) => reason)).toEqual(["restarted", "stop"]);
    expect(textOf(parts)).toBe("Paris");
  });

  test("a new beginning makes all that was said before wasted, also what was continued", async () => {
    const { clock, resilience, call } = house({ a: [half], b: [[say("carry"), cut]], c: [ANSWER] });
    const level = (deployment: string): PlanLevel => ({ deployment, tier: "azure" });
    const plan = createFallbackPlan([level("a"), { ...level("b"), continues: "prefill" }, level("c")], {
      midStream: "continue",
    });
    const parts = await clock.until(collect(resilience.run(plan, call())));
    expect(
      routeEnds(parts).map(({ reason, wasted }) => [reason, wasted.promptTokens, wasted.completionTokens]),
    ).toEqual([
      ["continued", 0, 0],
      // The prompts of both (10, and 10 with 7 sent along) and the words of both (7 and 5).
      ["restarted", 27, 12],
      ["stop", 0, 0],
    ]);
    expect(textOf(parts)).toBe("Paris");
  });

  test("a tool's call is an answer too, passed on whole, and counted where no usage is told", async () => {
    const calls = [
      { type: "text", text: "", toolCalls: [{ index: 0, id: "call-1", name: "weather", arguments: "" }] },
      { type: "text", text: "", toolCalls: [{ index: 0, arguments: '{"city":"Rome"}' }] },
    ] as const;
    const { run } = house({ a: [[say(""), ...calls, stop]] });
    const parts = await run();
    expect(parts.filter(({ type }) => type === "text")).toEqual(calls);
    expect(routeEnds(parts)).toMatchObject([
      { billed: { promptTokens: 10, completionTokens: 22, estimated: true } },
    ]);
  });

  test("half a call of a tool is not gone on from, but begun anew", async () => {
    const call = {
      type: "text",
      text: "",
      toolCalls: [{ index: 0, name: "weather", arguments: '{"ci' }],
    } as const;
    const { run, asked } = house({ a: [[call, cut]], b: [ANSWER] });
    const parts = await run({ midStream: "continue" }, {}, { continues: "prefill" });
    expect(routeEnds(parts).map(({ reason }) => reason)).toEqual(["restarted", "stop"]);
    expect(asked.at(-1)).toEqual({ deployment: "b", soFar: "" });
  });

  test("when nobody else begins, it ends as cut", async () => {
    const { run } = house({ a: [half], b: [error(503)] });
    const parts = await run({ midStream: "restart" });
    expect(routeEnds(parts).map(({ reason }) => reason)).toEqual(["cut"]);
    expect(textOf(parts)).toBe("Rivers ");
    expect(parts.at(-1)).toEqual(cut);
  });

  test("a filter that strikes is obeyed everywhere", async () => {
    const struck = { type: "error", code: "content_filter", message: "held back", retryable: false } as const;
    const { run, told } = house({ a: [[say("Rivers "), struck]], b: [ANSWER] });
    expect((await run({ midStream: "restart" })).at(-1)).toEqual(struck);
    expect(told()).toBe("a");
  });

  test("a caller who leaves is not answered by another, and no place stays taken", async () => {
    const { clock, resilience, call, levelsOf, told, events } = house(
      { a: [[say("Rivers "), { silent: true }]], b: [ANSWER] },
      { callsAtOnce: () => 1 },
    );
    const caller = new AbortController();
    const deadline = createDeadline(clock, 60_000, caller.signal);
    const plan = createFallbackPlan(levelsOf({}), { midStream: "restart" });
    const reading = collect(resilience.run(plan, call({ deadline })));
    await clock.pass(100);
    caller.abort(new Error("gone"));
    expect((await reading).at(-1)).toEqual({ type: "end", reason: "cancelled" });
    expect(told()).toBe("a");
    expect(attempts(events)).toEqual(["a 1 cancelled"]);
    expect(resilience.state().bulkheads).toMatchObject({ a: { running: 0 } });
  });

  test("a deployment that always breaks off there is left alone in the end", async () => {
    const { run, resilience } = house({ a: [half], b: [ANSWER] });
    for (let time = 0; time < 3; time++) expect(textOf(await run({ midStream: "restart" }))).toBe("Paris");
    expect(resilience.breakers.of("a").state()).toMatchObject({ kind: "open" });
  });

  test.each([
    ["negative", charged(-5, 3)],
    ["no number", charged(Number.NaN, 3)],
    ["huge", charged(1e300, 3)],
    ["broken", charged(1.5, 3)],
  ])("usage that is %s is not believed", async (_name, usage) => {
    const { run } = house({ a: [[say("Paris"), usage, stop]] });
    expect(routeEnds(await run())).toMatchObject([
      { billed: { promptTokens: 10, completionTokens: 5, estimated: true } },
    ]);
  });
});

test("admission is by priority; without a bound everybody comes in", async () => {
  const bounded = house({}, { admission: { limit: 1 } });
  const slot = await bounded.resilience.admit();
  await expect(bounded.resilience.admit({ priority: "high" })).rejects.toMatchObject({ code: "QUEUE_FULL" });
  slot.release();
  expect(bounded.resilience.state().admission).toEqual({ running: 0, waiting: 0, limit: 1 });
  const open = house({});
  await Promise.all([open.resilience.admit(), open.resilience.admit()]);
  expect(open.resilience.state().admission).toBeUndefined();
});

test("whatever breaks: begin and end of routes alternate, one ending comes last, all that was paid for is booked, no place stays taken", async () => {
  const line: fc.Arbitrary<Line> = fc.oneof(
    { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 20 }).map(say) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Line>(stop, cut, { silent: true }, { waitMs: 700 }, { waitMs: 6000 }),
    },
    { weight: 1, arbitrary: fc.constant<Line>({ throws: new Error("reset") }) },
    { weight: 1, arbitrary: fc.tuple(fc.nat(50), fc.nat(50)).map(([prompt, said]) => charged(prompt, said)) },
  );
  const turn = fc.oneof(
    { weight: 3, arbitrary: fc.array(line, { maxLength: 8 }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(429, 500, 503, 401, 400)
        .map((status) => error(status, { retryAfterMs: 50 })),
    },
  );
  const script = fc.record({
    a: fc.array(turn, { minLength: 1, maxLength: 3 }),
    b: fc.array(turn, { minLength: 1, maxLength: 3 }),
    c: fc.array(turn, { minLength: 1, maxLength: 3 }),
  });
  const plan = fc.record({
    midStream: fc.constantFrom("terminate" as const, "restart" as const, "continue" as const),
    hedgeAfterMs: fc.constantFrom(undefined, 300),
  });
  await fc.assert(
    fc.asyncProperty(script, plan, fc.boolean(), async (script, planOptions, continues) => {
      const { run, resilience, events } = house(script, { callsAtOnce: () => 1 });
      const parts = await run(planOptions, {}, continues ? { continues: "prefill" } : {}).catch((failure) => {
        expect(failure).toBeInstanceOf(ProviderError);
        return undefined;
      });
      expect(Object.values(resilience.state().bulkheads).every(({ running }) => running === 0)).toBe(true);
      if (!parts) return;
      const shape = parts.map(({ type }) => type).join(" ");
      expect(shape).toMatch(/^(?:route-begin(?: text)* route-end )+(?:usage )?(?:end|error)$/);
      for (const { billed, wasted } of routeEnds(parts)) {
        expect(
          Math.min(billed.promptTokens, billed.completionTokens, wasted.promptTokens),
        ).toBeGreaterThanOrEqual(0);
        expect(wasted.completionTokens).toBeGreaterThanOrEqual(0);
      }
      const sum = (of: "billed" | "wasted") =>
        routeEnds(parts).reduce((tokens, end) => tokens + end[of].promptTokens + end[of].completionTokens, 0);
      expect(sum("wasted")).toBeLessThanOrEqual(sum("billed"));
      const answered = events.filter((event) => event.type === "attempt" && event.outcome === "answered");
      const last = parts.at(-1);
      if (last?.type === "end" && last.reason === "stop") expect(answered).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});
