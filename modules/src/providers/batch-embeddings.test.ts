import { expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { batchEmbeddings } from "./batch-embeddings.ts";
import type { EmbedRequest } from "./embed-over-http.ts";
import type { Provider } from "./provider.ts";

/** A provider whose vectors tell the texts they are of, and which counts a token for each letter. */
function house(options: { readonly fails?: boolean; readonly maxTexts?: number } = {}) {
  const clock = createDrivenClock();
  const calls: EmbedRequest[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const provider: Provider = {
    name: "p",
    kind: "openai-compatible",
    tier: "azure",
    chat: () => Promise.reject(new Error("not asked here")),
    models: () => Promise.resolve([]),
    async embed(request, { signal } = {}) {
      calls.push(request);
      signals.push(signal);
      await clock.sleep(100);
      if (options.fails) throw new Error("The provider failed.");
      const letters = request.input.reduce((sum, text) => sum + text.length, 0);
      return {
        provenance: "simulated",
        servedModel: request.model,
        vectors: request.input.map((text) => [text.length]),
        usage: { promptTokens: letters, completionTokens: 0 },
      };
    },
  };
  const batched = batchEmbeddings(provider, { clock, windowMs: 5, maxTexts: options.maxTexts ?? 10 });
  const embed = (input: readonly string[], more: Partial<EmbedRequest> = {}, signal?: AbortSignal) => {
    if (!batched.embed) throw new Error("It makes no vectors.");
    return batched.embed({ model: "m", input, ...more }, signal ? { signal } : {});
  };
  return { clock, calls, signals, embed };
}

test("requests within the window go as one call, and each gets its own vectors and tokens", async () => {
  const { clock, calls, embed } = house();
  const both = Promise.all([embed(["a", "bb"]), embed(["ccc"])]);
  const [first, second] = await clock.until(both);
  expect(calls.map(({ input }) => input)).toEqual([["a", "bb", "ccc"]]);
  expect([first.vectors, second.vectors]).toEqual([[[1], [2]], [[3]]]);
  expect([first.usage?.promptTokens, second.usage?.promptTokens]).toEqual([3, 3]);
});

test("after the window a new call begins", async () => {
  const { clock, calls, embed } = house();
  const first = embed(["a"]);
  await clock.pass(6);
  const second = embed(["b"]);
  await clock.until(Promise.all([first, second]));
  expect(calls).toHaveLength(2);
});

test("another model or size is another call", async () => {
  const { clock, calls, embed } = house();
  await clock.until(
    Promise.all([embed(["a"]), embed(["a"], { dimensions: 8 }), embed(["a"], { model: "n" })]),
  );
  expect(calls).toHaveLength(3);
});

test("a full batch goes at once, and none is larger than it may be", async () => {
  const { clock, calls, embed } = house({ maxTexts: 3 });
  const all = Promise.all([embed(["a", "b"]), embed(["c", "d"]), embed(["e"])]);
  await clock.pass(0);
  expect(calls.map(({ input }) => input)).toEqual([
    ["a", "b"],
    ["c", "d", "e"],
  ]);
  await clock.until(all);
});

test("a caller who leaves gets its own reason at once and takes nobody along", async () => {
  const { clock, calls, signals, embed } = house();
  const leaver = new AbortController();
  const leaving = embed(["a"], {}, leaver.signal);
  const staying = embed(["bb"], {}, new AbortController().signal);
  await clock.pass(10);
  leaver.abort(new Error("gone"));
  await expect(leaving).rejects.toThrow("gone");
  expect((await clock.until(staying)).vectors).toEqual([[2]]);
  expect([calls.length, signals[0]?.aborted]).toEqual([1, false]);
});

test("when everybody has left the call is given up; when they leave before it, none is made", async () => {
  const { clock, calls, signals, embed } = house();
  const leaver = new AbortController();
  const leaving = embed(["a"], {}, leaver.signal);
  await clock.pass(10);
  leaver.abort();
  await expect(leaving).rejects.toThrow();
  expect(signals[0]?.aborted).toBe(true);
  const early = new AbortController();
  const never = embed(["a"], {}, early.signal);
  early.abort();
  await expect(never).rejects.toThrow();
  await clock.pass(10);
  expect(calls).toHaveLength(1);
});

test("a call that fails fails for all in it", async () => {
  const { clock, embed } = house({ fails: true });
  const outcomes = Promise.allSettled([embed(["a"]), embed(["b"])]);
  expect((await clock.until(outcomes)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("tokens that do not divide evenly sum up to what was told", async () => {
  const { clock, embed } = house();
  const replies = await clock.until(Promise.all([embed(["aaaa"]), embed(["bbb"]), embed(["cc"])]));
  expect(replies.reduce((sum, { usage }) => sum + (usage?.promptTokens ?? 0), 0)).toBe(9);
});
