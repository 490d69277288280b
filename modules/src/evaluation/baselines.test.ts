import { describe, expect, test } from "vitest";
import {
  alwaysCloud,
  alwaysLocal,
  byFirstWord,
  byLength,
  byWordCount,
  fitLength,
  fitWordCount,
  oracle,
  randomMix,
} from "./baselines.ts";
import { evaluateRouter } from "./evaluate-router.ts";
import type { Labelled } from "./labelled-prompt.ts";

const many = Array.from({ length: 2000 }, (_, at) => `question ${at}`);

describe("constant routers", () => {
  test("decide the same whatever is asked", async () => {
    for (const query of ["", "Hello", "🦜".repeat(100)]) {
      expect((await alwaysLocal().route(query)).target).toBe("local");
      expect((await alwaysCloud().route(query)).target).toBe("cloud");
    }
  });
});

describe("length and word count", () => {
  test("send to the cloud from the limit on, and say so", async () => {
    const length = byLength({ atLeastCharacters: 5 });
    expect((await length.route("1234")).target).toBe("local");
    const decision = await length.route("12345");
    expect(decision).toMatchObject({ target: "cloud", score: 0.5, threshold: 0.5, margin: 0 });
    expect(decision.reason).toBe("cloud: 5 characters, cloud from 5.");
    const words = byWordCount({ atLeastWords: 3 });
    expect((await words.route("  two words ")).target).toBe("local");
    expect((await words.route("now three words")).target).toBe("cloud");
  });

  test("score longer queries higher, below 1", async () => {
    const scores = await Promise.all(
      ["", "a", "a b", "a b ".repeat(20_000)].map((query) => byLength().route(query)),
    );
    const values = scores.map(({ score }) => score);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values[0]).toBe(0);
    expect(values[3]).toBeLessThan(1);
  });

  test("are fitted to the limit that is right most often", async () => {
    const rows: Labelled[] = [
      { prompt: "a", target: "local" },
      { prompt: "a b", target: "local" },
      { prompt: "a b c d", target: "cloud" },
      { prompt: "a b c d e", target: "cloud" },
      { prompt: "a b c d e f", target: "local" },
    ];
    expect((await evaluateRouter(fitWordCount(rows), rows)).accuracy).toBe(4 / 5);
    expect((await fitWordCount(rows).route("a b c d")).reason).toBe("cloud: 4 words, cloud from 4.");
    expect((await evaluateRouter(fitLength(rows), rows)).accuracy).toBe(4 / 5);
  });
});

describe("the random mix", () => {
  const shareSent = async (cloudShare: number, seed?: number) => {
    const router = randomMix({ cloudShare, ...(seed !== undefined && { seed }) });
    const decisions = await Promise.all(many.map((query) => router.route(query)));
    return decisions.filter(({ target }) => target === "cloud").length / many.length;
  };

  test.each([0.1, 0.3, 0.5, 0.9])("sends a share of %d to the cloud", async (cloudShare) => {
    expect(Math.abs((await shareSent(cloudShare)) - cloudShare)).toBeLessThan(0.03);
  });

  test("sends nothing at 0 and all at 1", async () => {
    expect(await shareSent(0)).toBe(0);
    expect(await shareSent(1)).toBe(1);
  });

  test("draws the same lot for the same query, another with another seed", async () => {
    const scores = async (seed: number) =>
      (
        await Promise.all(many.slice(0, 20).map((query) => randomMix({ cloudShare: 0.5, seed }).route(query)))
      ).map(({ score }) => score);
    expect(await scores(1)).toEqual(await scores(1));
    expect(await scores(1)).not.toEqual(await scores(2));
  });
});

test("the first word router knows what it saw, and guesses elsewhere", async () => {
  const router = byFirstWord([
    { prompt: "Prove this", target: "cloud" },
    { prompt: "prove: that", target: "cloud" },
    { prompt: "¿Qué es esto?", target: "local" },
    { prompt: "Que fait-il ?", target: "local" },
    { prompt: "What is it?", target: "local" },
  ]);
  expect((await router.route("PROVE it")).target).toBe("cloud");
  expect((await router.route("qué tal")).target).toBe("local");
  const unseen = await router.route("Summarise this");
  expect(unseen).toMatchObject({ target: "local", score: 2 / 5 });
  expect(unseen.reason).toBe('local: begins with "summarise", not seen before.');
  expect((await router.route("🦜")).score).toBe(2 / 5);
});

test("the oracle is right on every row it knows, and knows no other", async () => {
  const rows: Labelled[] = [
    { prompt: "a", target: "local" },
    { prompt: "b", target: "cloud" },
  ];
  expect((await evaluateRouter(oracle(rows), rows)).accuracy).toBe(1);
  await expect(oracle(rows).route("c")).rejects.toThrow(expect.objectContaining({ code: "NOT_LABELLED" }));
});
