import { describe, expect, test } from "vitest";
import { cut, type Line, say, scriptedReply, stop } from "../../tests/scripted-reply.ts";
import { createWholeStream } from "../chat/part-stream.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { createDrivenClock } from "../core/driven-clock.ts";
import { DeadlineError } from "../core/errors.ts";
import { beginReply } from "./begin-reply.ts";

function house(lines: readonly Line[], caller = new AbortController()) {
  const clock = createDrivenClock();
  const reply = scriptedReply(clock, lines);
  const signals: AbortSignal[] = [];
  const options = { clock, deployment: "gpt", firstTokenMs: 2000, idleMs: 5000, signal: caller.signal };
  const open = async (signal: AbortSignal) => {
    signals.push(signal);
    return reply;
  };
  return { clock, reply, signals, caller, begin: () => beginReply(open, options) };
}

async function read(parts: AsyncIterable<StreamPart>): Promise<readonly StreamPart[]> {
  const heard: StreamPart[] = [];
  for await (const part of parts) heard.push(part);
  return heard;
}

async function readAll(lines: readonly Line[]) {
  const { clock, begin, reply, signals } = house(lines);
  const begun = await clock.until(begin());
  const parts = await clock.until(read(begun.parts));
  await clock.pass(0);
  expect(reply.closed() || signals[0]?.aborted).toBe(true);
  return parts;
}

test("passes a whole answer on as it came", async () => {
  const lines = [
    say("Pa"),
    say("ris"),
    { type: "usage", usage: { promptTokens: 1, completionTokens: 2 } },
    stop,
  ] as const;
  expect(await readAll(lines)).toEqual(lines);
});

describe("nothing said", () => {
  test("in time: the deployment is given up, also when it does not obey", async () => {
    const { clock, begin, signals } = house([{ silent: true }]);
    await expect(clock.until(begin())).rejects.toMatchObject({ code: "FIRST_TOKEN_LATE", retryable: true });
    expect(clock.elapsed()).toBe(2000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("by one that does not even begin", async () => {
    const clock = createDrivenClock();
    const options = {
      clock,
      deployment: "gpt",
      firstTokenMs: 2000,
      idleMs: 5000,
      signal: new AbortController().signal,
    };
    const late = scriptedReply(clock, [say("late"), stop]);
    const begin = beginReply(() => clock.sleep(9000).then(() => late), options);
    await expect(clock.until(begin)).rejects.toMatchObject({ code: "FIRST_TOKEN_LATE" });
    await clock.pass(9000);
    expect(await late.parts[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
  });

  test.each([
    ["an end", [stop], "EMPTY_ANSWER"],
    ["a cut", [cut], "EMPTY_ANSWER"],
    ["empty words only", [say(""), say(""), stop], "EMPTY_ANSWER"],
    ["nothing", [], "EMPTY_ANSWER"],
    ["an error", [{ type: "error", code: "BROKE", message: "no", retryable: true }], "BROKE"],
  ] as const)("but %s", async (_name, lines, code) => {
    const { clock, begin } = house(lines);
    await expect(clock.until(begin())).rejects.toMatchObject({ code, retryable: true });
  });

  test("as a filter held it back: that is the answer", async () => {
    const filtered = { type: "end", reason: "filter" } as const;
    expect(await readAll([filtered])).toEqual([filtered]);
  });
});

describe("a reply of which all has come", () => {
  const beginWhole = (whole: readonly StreamPart[]) =>
    beginReply(async () => ({ parts: createWholeStream(whole) }), {
      clock: createDrivenClock(),
      deployment: "gpt",
      firstTokenMs: 2000,
      idleMs: 5000,
      signal: new AbortController().signal,
    });

  test("is one batch, up to its end", async () => {
    expect(await (await beginWhole([say("Pa"), say("ris"), stop, say("more")])).next()).toEqual([
      say("Pa"),
      say("ris"),
      stop,
    ]);
    expect(await (await beginWhole([say("Pa")])).next()).toEqual([say("Pa"), cut]);
    expect(await read((await beginWhole([say("Pa"), stop])).parts)).toEqual([say("Pa"), stop]);
  });

  test.each([
    ["says nothing", [stop], "EMPTY_ANSWER"],
    ["holds nothing", [], "EMPTY_ANSWER"],
    ["is an error", [{ type: "error", code: "BROKE", message: "no", retryable: true }], "BROKE"],
  ] as const)("and that %s is none", async (_name, whole, code) => {
    await expect(beginWhole(whole)).rejects.toMatchObject({ code, retryable: true });
  });
});

describe("after the first word", () => {
  const code = async (...lines: readonly Line[]) => (await readAll([say("Pa"), ...lines])).at(-1);

  test("a stream that gets stuck, throws or just stops ends with what it was", async () => {
    expect(await code({ silent: true })).toMatchObject({
      type: "error",
      code: "STREAM_STALLED",
      retryable: true,
    });
    expect(await code({ throws: new Error("socket") })).toEqual({
      type: "error",
      code: "STREAM_BROKEN",
      message: "socket",
      retryable: true,
    });
    expect(await code()).toEqual(cut);
    expect(await code(cut, say("ris"))).toEqual(cut);
  });

  test("pauses shorter than the bound are borne, however many", async () => {
    const pause = { waitMs: 4900 };
    expect(await readAll([say("a"), pause, say("b"), pause, say("c"), pause, stop])).toHaveLength(4);
  });

  test("a reader who takes long is not the stream's fault", async () => {
    const { clock, begin } = house([say("a"), say("b"), stop]);
    const { parts } = await clock.until(begin());
    await parts.next();
    await clock.pass(60_000);
    expect((await parts.next()).value).toEqual(say("b"));
  });

  test("a caller who leaves ends it at its source, whenever that is", async () => {
    const { clock, begin, caller, signals } = house([say("a"), { silent: true }]);
    const { parts } = await clock.until(begin());
    const reading = read(parts);
    await clock.pass(1000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    caller.abort(new Error("gone"));
    expect((await reading).at(-1)).toEqual({ type: "end", reason: "cancelled" });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("the end of the whole time is told as such", async () => {
    const { clock, begin, caller } = house([say("a"), { silent: true }]);
    const { parts } = await clock.until(begin());
    const reading = read(parts);
    caller.abort(new DeadlineError("There was no whole answer within 9 s.", { code: "DEADLINE" }));
    expect((await reading).at(-1)).toMatchObject({ type: "error", code: "DEADLINE", retryable: false });
  });

  test("a reader who stops reading closes it", async () => {
    const { clock, begin, reply, signals } = house([say("a"), say("b"), stop]);
    const { parts } = await clock.until(begin());
    for await (const part of parts) {
      expect(part).toEqual(say("a"));
      break;
    }
    await clock.pass(0);
    expect([reply.closed(), signals[0]?.aborted]).toEqual([true, true]);
  });
});

test("a caller who has left is not asked for", async () => {
  const caller = new AbortController();
  caller.abort(new Error("gone"));
  const { clock, begin } = house([say("a"), stop], caller);
  await expect(clock.until(begin())).rejects.toThrow("gone");
});
