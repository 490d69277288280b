import { describe, expect, test } from "vitest";
import { RoutingError } from "../core/errors.ts";
import { createRuleRouter } from "../routers/rule.ts";
import { explainQuery } from "./explain-query.ts";
import { readPrompts } from "./read-prompts.ts";
import { createScoreRouter } from "./score-router.ts";
import { describeEdit, editableText } from "./text-edit.ts";

const shipped = readPrompts();
const examples = shipped.filter(({ split }) => split === "dev");
const rule = createRuleRouter();

/** The cloud is asked when all of these words are there. */
const needs = (...words: string[]) =>
  createScoreRouter({
    name: "needs",
    scoreOf: (query) =>
      words.filter((word) => query.split(/\s+/).includes(word)).length / Math.max(1, words.length),
    threshold: 0.99,
  });

/** The cloud is asked when any of these words is there: one gone changes nothing while another is left. */
const anyOf = (...words: string[]) =>
  createScoreRouter({
    name: "any",
    scoreOf: (query) => Number(query.split(/\s+/).some((word) => words.includes(word))),
  });

describe("the change that flips the route", () => {
  const queries = shipped.filter(({ split }, at) => split === "test" && at % 15 === 0);

  test("really does, and none of its edits is idle", async () => {
    let found = 0;
    for (const { prompt } of queries) {
      const { decision, flip } = await explainQuery(prompt, rule, { examples });
      if (!flip) continue;
      found += 1;
      expect(flip.prompt).toBe(editableText(prompt).with(flip.edits));
      expect((await rule.route(flip.prompt)).target).toBe(decision.runnerUp);
      expect(flip.decision.target).toBe(decision.runnerUp);
      expect(flip.minimal).toBe(true);
      for (const edit of flip.edits) {
        const rest = flip.edits.filter((other) => other !== edit);
        expect((await rule.route(editableText(prompt).with(rest))).target).toBe(decision.target);
      }
    }
    expect(queries.length).toBeGreaterThan(40);
    expect(found / queries.length).toBeGreaterThan(0.95);
  });

  test("leaves out the one word that matters", async () => {
    const { flip, toThreshold } = await explainQuery("please prove this claim", needs("prove"));
    expect(flip?.edits.map(describeEdit)).toEqual(['without "prove"']);
    expect(flip?.prompt).toBe("please this claim");
    expect(toThreshold).toBeCloseTo(-0.01);
  });

  test("leaves out several words far apart when one alone changes nothing", async () => {
    const query = "first prove it and then again at great length derive it";
    const { flip } = await explainQuery(query, anyOf("prove", "derive"));
    expect(flip?.edits.map(({ word }) => word)).toEqual(["prove", "derive"]);
    expect(flip?.minimal).toBe(true);
  });

  test("adds words that are typical of the other side, in the language of the nearest examples", async () => {
    const { flip, decision } = await explainQuery("Ciao, come stai?", rule, { examples });
    expect(decision.target).toBe("local");
    expect(flip?.decision.target).toBe("cloud");
    const italian = examples.filter(({ language, target }) => language === "it" && target === "cloud");
    for (const edit of flip?.edits ?? []) {
      const word = edit.kind === "replaced" ? edit.by : edit.word;
      expect(italian.some(({ prompt }) => prompt.includes(word))).toBe(true);
    }
  });

  test("is absent when nothing flips a router", async () => {
    const always = createScoreRouter({ name: "always", scoreOf: () => 1 });
    const explained = await explainQuery("one two three", always, { examples });
    expect(explained.flip).toBeUndefined();
    expect(explained).not.toHaveProperty("flip");
  });

  test("asks the router no more often than it may", async () => {
    let calls = 0;
    const counted = createScoreRouter({
      name: "counted",
      scoreOf: () => {
        calls += 1;
        return 0;
      },
    });
    const { asked } = await explainQuery("a b c d e f g h i j", counted, { examples, most: 17 });
    expect(asked).toBe(18);
    expect(calls).toBe(18);
  });

  test("says that it may be too large when the router could not be asked often enough", async () => {
    const query = Array.from({ length: 400 }, (_, at) => (at === 200 ? "prove" : `word${at}`)).join(" ");
    const few = await explainQuery(query, needs("prove"), { most: 50 });
    expect(few.flip?.minimal).toBe(false);
    const enough = await explainQuery(query, needs("prove"));
    expect(enough.flip?.edits.map(({ word }) => word)).toEqual(["prove"]);
    expect(enough.flip?.minimal).toBe(true);
  });

  test("of the rule router stands beside the signals that would have to go", async () => {
    const { withoutSignals } = await explainQuery("Prove that the square root of 3 is irrational.", rule);
    expect(withoutSignals?.target).toBe("local");
    expect(withoutSignals?.without.length).toBeGreaterThan(0);
  });
});

describe("odd queries", () => {
  test.each([
    ["nothing", ""],
    ["white space", " \n\t "],
    ["one word", "Hello"],
    ["100 kB", `${"lorem ipsum ".repeat(8500)}prove`],
    ["100 kB without a space", "x".repeat(100_000)],
  ])("are explained: %s", async (_, query) => {
    const { decision, flip, nearest } = await explainQuery(query, rule, { examples });
    expect(decision.router).toBe("rule");
    if (flip) expect((await rule.route(flip.prompt)).target).toBe(decision.runnerUp);
    expect(nearest.length).toBeLessThanOrEqual(5);
  });

  test("stop when they are cancelled, and pass on what a router says", async () => {
    const cancelled = explainQuery("hello", rule, { context: { signal: AbortSignal.abort() } });
    await expect(cancelled).rejects.toThrow(/abort/i);
    const mute = {
      name: "mute",
      route: () => Promise.reject(new RoutingError("cannot", { code: "X" })),
    };
    await expect(explainQuery("hello", mute)).rejects.toThrow("cannot");
  });
});

describe("the nearest examples", () => {
  test("have words in common with the query, rare ones before common ones", async () => {
    const { nearest } = await explainQuery("What is the capital of Peru?", rule, { examples: shipped });
    expect(nearest[0]).toMatchObject({ row: { template: "fact-capital" } });
    expect(nearest.map(({ likeness }) => likeness)).toEqual(
      nearest.map(({ likeness }) => likeness).toSorted((a, b) => b - a),
    );
  });

  test("are those of like meaning when there is an embedding", async () => {
    const rows = ["a dog", "a puppy", "a tax"].map((prompt) => ({ prompt, target: "local" as const }));
    const vectors: Readonly<Record<string, number[]>> = {
      hound: [1, 0],
      "a dog": [2, 0.1],
      "a puppy": [1, 0.4],
      "a tax": [0, 3],
    };
    const { nearest } = await explainQuery("hound", rule, {
      examples: rows,
      nearest: 2,
      embed: async (texts) => texts.map((text) => vectors[text] ?? []),
    });
    expect(nearest.map(({ row }) => row.prompt)).toEqual(["a dog", "a puppy"]);
    expect(nearest[0]?.likeness).toBeCloseTo(2 / Math.hypot(2, 0.1));
  });

  test("are none without anything in common", async () => {
    expect((await explainQuery("zzz", rule, { examples })).nearest).toEqual([]);
  });
});

test("an edited text keeps its white space", () => {
  const text = editableText("  one\n\ntwo  three ");
  expect(text.words).toEqual(["one", "two", "three"]);
  expect(text.with([])).toBe("one\n\ntwo  three");
  expect(text.with([{ kind: "left-out", at: 1, word: "two" }])).toBe("one\n\nthree");
  expect(
    text.with([
      { kind: "replaced", at: 2, word: "three", by: "3" },
      { kind: "added", where: "start", word: "now:" },
      { kind: "added", where: "end", word: "!" },
    ]),
  ).toBe("now: one\n\ntwo  3 !");
});
