import { expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { type HedgeEvent, type HedgeOptions, hedgeFirst } from "./hedge-first.ts";

function house() {
  const clock = createDrivenClock();
  const begun: string[] = [];
  const aborted: string[] = [];
  const events: HedgeEvent[] = [];
  const { signal } = new AbortController();
  const start =
    (name: string, ms: number, fails = false) =>
    async (signal: AbortSignal) => {
      begun.push(`${name} at ${clock.elapsed()}`);
      signal.addEventListener("abort", () => aborted.push(name));
      await clock.sleep(ms, signal);
      if (fails) throw new Error(`${name} failed`);
      return name;
    };
  const race = (
    starts: Parameters<typeof hedgeFirst<string>>[0],
    options: Partial<HedgeOptions<string>> = {},
  ) =>
    clock.until(
      hedgeFirst(starts, { clock, afterMs: 500, signal, onEvent: (event) => events.push(event), ...options }),
    );
  return { clock, begun, aborted, events, start, race };
}

test("one that is quick enough has no company", async () => {
  const { begun, events, start, race } = house();
  expect(await race([start("a", 400), start("b", 10)])).toBe("a");
  expect(begun).toEqual(["a at 0"]);
  expect(events).toEqual([]);
});

test("one that is slow gets company, and whoever is first sends the other home", async () => {
  const { begun, aborted, events, start, race } = house();
  expect(await race([start("a", 5000), start("b", 100)])).toBe("b");
  expect(begun).toEqual(["a at 0", "b at 500"]);
  expect(aborted).toEqual(["a"]);
  expect(events).toMatchObject([
    { start: 1, what: "begun" },
    { start: 1, what: "won" },
  ]);
});

test("the first may still win", async () => {
  const { aborted, start, race } = house();
  expect(await race([start("a", 600), start("b", 5000)])).toBe("a");
  expect(aborted).toEqual(["b"]);
});

test("one that fails is followed at once, and no third begins while two are under way", async () => {
  const { begun, start, race } = house();
  expect(await race([start("a", 100, true), start("b", 5000), start("c", 5000), start("d", 1)])).toBe("b");
  expect(begun).toEqual(["a at 0", "b at 100", "c at 600"]);
});

test("without a time the next begins only after a failure", async () => {
  const { begun, start, race } = house();
  const afterMs = Number.POSITIVE_INFINITY;
  expect(await race([start("a", 9000, true), start("b", 9000)], { afterMs })).toBe("b");
  expect(begun).toEqual(["a at 0", "b at 9000"]);
});

test("when all have failed the last failure is told", async () => {
  const { start, race } = house();
  await expect(race([start("a", 100, true), start("b", 100, true)])).rejects.toThrow("b failed");
});

test("a caller who leaves ends all of them", async () => {
  const { clock, aborted, start } = house();
  const caller = new AbortController();
  const run = hedgeFirst([start("a", 5000), start("b", 5000)], {
    clock,
    afterMs: 500,
    signal: caller.signal,
  });
  await clock.pass(600);
  caller.abort(new Error("gone"));
  await expect(run).rejects.toThrow("gone");
  expect(aborted.toSorted()).toEqual(["a", "b"]);
});

test("a result that comes too late is handed over to be closed", async () => {
  const { clock, race } = house();
  const deaf = (name: string, ms: number) => async () => {
    await clock.sleep(ms);
    return name;
  };
  const late: string[] = [];
  expect(await race([deaf("a", 700), deaf("b", 100)], { discard: (name) => late.push(name) })).toBe("b");
  await clock.pass(1000);
  expect(late).toEqual(["a"]);
});
