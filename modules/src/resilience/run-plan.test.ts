import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ANSWER,
  attempts,
  collect,
  planHouse,
  refusal,
  routeEnds,
  textOf,
  wasted,
} from "../../tests/plan-house.ts";
import { charged, cut, type Line, say, stop } from "../../tests/scripted-reply.ts";
import { ProviderError } from "../core/errors.ts";
import { createDeadline } from "./deadline.ts";
import { createFallbackPlan, type PlanLevel } from "./fallback-plan.ts";

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
    const { run, told, resilience } = planHouse({ a: [begun], b: [ANSWER] });
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
    const { run, asked } = planHouse({ a: [begun], b: [ANSWER] });
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
    const { run, asked } = planHouse({ a: [begun], b: [onward] });
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
    const { run } = planHouse({ a: [half], b: [ANSWER] });
    const parts = await run({ midStream: "continue" });
    expect(routeEnds(parts).map(({ reason }) => reason)).toEqual(["restarted", "stop"]);
    expect(textOf(parts)).toBe("Paris");
  });

  test("a new beginning makes all that was said before wasted, also what was continued", async () => {
    const { clock, resilience, call } = planHouse({ a: [half], b: [[say("carry"), cut]], c: [ANSWER] });
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
    const { run } = planHouse({ a: [[say(""), ...calls, stop]] });
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
    const { run, asked } = planHouse({ a: [[call, cut]], b: [ANSWER] });
    const parts = await run({ midStream: "continue" }, {}, { continues: "prefill" });
    expect(routeEnds(parts).map(({ reason }) => reason)).toEqual(["restarted", "stop"]);
    expect(asked.at(-1)).toEqual({ deployment: "b", soFar: "" });
  });

  test("when nobody else begins, it ends as cut", async () => {
    const { run } = planHouse({ a: [half], b: [refusal(503)] });
    const parts = await run({ midStream: "restart" });
    expect(routeEnds(parts).map(({ reason }) => reason)).toEqual(["cut"]);
    expect(textOf(parts)).toBe("Rivers ");
    expect(parts.at(-1)).toEqual(cut);
  });

  test("a filter that strikes is obeyed everywhere", async () => {
    const struck = { type: "error", code: "content_filter", message: "held back", retryable: false } as const;
    const { run, told } = planHouse({ a: [[say("Rivers "), struck]], b: [ANSWER] });
    expect((await run({ midStream: "restart" })).at(-1)).toEqual(struck);
    expect(told()).toBe("a");
  });

  test("a caller who leaves is not answered by another, and no place stays taken", async () => {
    const { clock, resilience, call, levelsOf, told, events } = planHouse(
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

  test("callers who leave before the first word, for whatever reason, open no breaker and are booked as wasted", async () => {
    const { clock, resilience, call, levelsOf, events } = planHouse({ a: [[{ silent: true }]] });
    const plan = createFallbackPlan(levelsOf({}));
    for (let turn = 0; turn < 4; turn++) {
      const caller = new AbortController();
      const gone = new Error("The client ended the connection.");
      const deadline = createDeadline(clock, 60_000, caller.signal);
      const reading = expect(collect(resilience.run(plan, call({ deadline })))).rejects.toBe(gone);
      await clock.pass(100);
      caller.abort(gone);
      await reading;
    }
    expect(attempts(events)).toEqual(Array.from({ length: 4 }, () => "a 1 cancelled"));
    expect(wasted(events)).toEqual(Array.from({ length: 4 }, () => "a 10"));
    expect(resilience.breakers.of("a").state()).toEqual({ kind: "closed" });
  });

  test("a deployment that always breaks off there is left alone in the end", async () => {
    const { run, resilience } = planHouse({ a: [half], b: [ANSWER] });
    for (let time = 0; time < 3; time++) expect(textOf(await run({ midStream: "restart" }))).toBe("Paris");
    expect(resilience.breakers.of("a").state()).toMatchObject({ kind: "open" });
  });

  test.each([
    ["negative", charged(-5, 3)],
    ["no number", charged(Number.NaN, 3)],
    ["huge", charged(1e300, 3)],
    ["broken", charged(1.5, 3)],
  ])("usage that is %s is not believed", async (_name, usage) => {
    const { run } = planHouse({ a: [[say("Paris"), usage, stop]] });
    expect(routeEnds(await run())).toMatchObject([
      { billed: { promptTokens: 10, completionTokens: 5, estimated: true } },
    ]);
  });
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
        .map((status) => refusal(status, { retryAfterMs: 50 })),
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
      const { run, resilience, events } = planHouse(script, { callsAtOnce: () => 1 });
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

describe("a plan whose deployments are all left alone", () => {
  const busy = (retryAfterMs: number) =>
    new ProviderError("busy", { code: "busy", status: 429, retryable: true, retryAfterMs });

  test("waits for the one that may be asked soonest, when that is soon", async () => {
    const { run, resilience, told } = planHouse({ a: [ANSWER], b: [ANSWER] });
    resilience.breakers.of("a").enter()?.fail(busy(1500));
    resilience.breakers.of("b").enter()?.fail(busy(300));
    expect(textOf(await run())).toBe("Paris");
    expect(told()).toBe("b");
  });

  test("refuses at once when nobody may be asked in two seconds", async () => {
    const { run, resilience, asked, clock } = planHouse({ a: [ANSWER], b: [ANSWER] });
    for (const name of ["a", "b"]) resilience.breakers.of(name).enter()?.fail(busy(2500));
    const from = clock.elapsed();
    await expect(run()).rejects.toMatchObject({ code: "NO_ANSWER" });
    expect(asked).toEqual([]);
    expect(clock.elapsed()).toBe(from);
  });
});
