import { expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import { createShadow } from "./create-shadow.ts";
import { likenessOf } from "./likeness-of.ts";
import type { ShadowAnswer, ShadowEvent } from "./shadow.ts";

const primary: ShadowAnswer = { model: "big", text: "The capital is Paris.", latencyMs: 300, costUsd: 0.02 };
const shadowed: ShadowAnswer = {
  model: "small",
  text: "the capital is Paris",
  latencyMs: 100,
  costUsd: 0.001,
};
const random = createRandom(1);

test("the shadow is compared with the real answer, and no event holds a text", async () => {
  const events: ShadowEvent[] = [];
  const shadow = createShadow<string>({
    ask: async () => shadowed,
    share: 1,
    random,
    onEvent: (event) => events.push(event),
  });
  expect(shadow.offer("r1", "question", primary)).toBe("started");
  await shadow.idle();
  expect(events).toEqual([
    {
      type: "compared",
      requestId: "r1",
      primary: { model: "big", latencyMs: 300, costUsd: 0.02 },
      shadow: { model: "small", latencyMs: 100, costUsd: 0.001 },
      likeness: 1,
    },
  ]);
  expect(JSON.stringify(events)).not.toContain("Paris");
  expect(shadow.stats()).toMatchObject({ compared: 1, meanLatencyDifferenceMs: -200, running: 0 });
});

test("only the share is asked, and no more at once than allowed", async () => {
  const release = Promise.withResolvers<ShadowAnswer>();
  const shadow = createShadow<string>({ ask: () => release.promise, share: 0.3, random, maxRunning: 5 });
  const offers = Array.from({ length: 1_000 }, () => shadow.offer("r", "q", primary));
  const count = (kind: string) => offers.filter((offer) => offer === kind).length;
  expect(count("started")).toBe(5);
  expect(count("not-chosen") / 1_000).toBeCloseTo(0.7, 1);
  expect(shadow.stats()).toMatchObject({ running: 5, dropped: count("full") });
  release.resolve(shadowed);
  await shadow.idle();
  expect(shadow.stats().compared).toBe(5);
});

test("a shadow that fails or never answers is counted, and harms nobody", async () => {
  const events: ShadowEvent[] = [];
  const onEvent = (event: ShadowEvent) => events.push(event);
  const failing = createShadow<string>({
    ask: () => Promise.reject(new Error("down")),
    share: 1,
    random,
    onEvent,
  });
  failing.offer("r1", "q", primary);
  await failing.idle();
  const deaf = createShadow<string>({
    ask: () => new Promise(() => {}),
    share: 1,
    timeoutMs: 5,
    random,
    onEvent,
  });
  deaf.offer("r2", "q", primary);
  await deaf.idle();
  expect(events).toEqual([
    { type: "shadow-failed", requestId: "r1", error: "down" },
    { type: "shadow-failed", requestId: "r2", error: "The shadow gave no answer within 5 ms." },
  ]);
});

test("closing aborts those that run and takes no more", async () => {
  let reason: unknown;
  const shadow = createShadow<string>({
    ask: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      }),
    share: 1,
    random,
  });
  shadow.offer("r1", "q", primary);
  await shadow.close();
  expect(reason).toMatchObject({ message: "The shadow was closed." });
  expect(shadow.offer("r2", "q", primary)).toBe("closed");
});

test("likeness counts shared words", () => {
  expect(likenessOf("", "")).toBe(1);
  expect(likenessOf("a b c", "B c d")).toBe(0.5);
  expect(likenessOf("Paris", "")).toBe(0);
  expect(likenessOf("Straße Nº5", "straße nº5!")).toBe(1);
});
