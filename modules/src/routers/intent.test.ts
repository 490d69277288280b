import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import { levelOf } from "./classify-by-keywords.ts";
import { classifyIntent, createIntentRouter, intentsFile, modelsForIntent, readIntents } from "./intent.ts";
import type { KeywordClass } from "./keyword-classes.ts";

const labelled = readYaml(
  join(paths.data, "routers", "intent-prompts.yaml"),
  "The labelled intents",
  z.record(z.string(), z.array(z.string())),
).content;

/** A file of intents, changed. */
function intentsWith(change: (text: string) => string): string {
  const file = join(mkdtempSync(join(tmpdir(), "intents-")), "intents.yaml");
  writeFileSync(file, change(readFileSync(intentsFile, "utf8")));
  return file;
}

describe("the intents that come with the workshop", () => {
  test.each(Object.entries(labelled))("find %s in nine of ten labelled questions", (intent, questions) => {
    const missed = questions.filter((question) => classifyIntent(question).name !== intent);
    expect(missed.length / questions.length, missed.join("\n")).toBeLessThanOrEqual(0.1);
  });

  test.each([
    ["code", ["qwen-coder", "llama", "deepseek-r1"]],
    ["reasoning", ["deepseek-r1", "llama", "qwen-coder"]],
    ["general", ["llama", "qwen-coder", "deepseek-r1"]],
    ["unheard-of", ["llama", "qwen-coder", "deepseek-r1"]],
  ])("ask for %s the models %j, in this order", (intent, models) => {
    expect(modelsForIntent(intent)).toEqual(models);
  });

  test.each([
    ["Where is the codec?", "general"],
    ["Where is the CODE?", "code"],
    ["the encoder", "general"],
    ["DEBUGGING!", "code"],
    ["a mathematician", "general"],
    ["math?", "reasoning"],
  ])("match whole words in any case: %j is %s", (question, intent) => {
    expect(classifyIntent(question).name).toBe(intent);
  });
});

describe("the confidence", () => {
  test.each([
    ["code", 0.5, "medium"],
    ["code python", 0.75, "high"],
    ["code code code", 0.5, "medium"],
    ["error", 0.293, "low"],
    ["code proof", 0.25, "low"],
    ["nothing in it", 0, "none"],
  ])("of %j is %d: %s", (question, confidence, level) => {
    expect(classifyIntent(question)).toMatchObject({ confidence, level });
  });

  test.each([
    [0.7, "high"],
    [0.699, "medium"],
    [0.4, "medium"],
    [0.399, "low"],
    [0.2, "low"],
    [0.199, "none"],
  ])("of %d is called %s", (confidence, level) => {
    expect(levelOf(confidence, readIntents().levels)).toBe(level);
  });

  test("is called what the file says", () => {
    const file = intentsWith((text) => text.replace("high: 0.7, medium: 0.4", "high: 0.5, medium: 0.45"));
    expect(classifyIntent("code", readIntents(file)).level).toBe("high");
  });

  test("below the lowest level gives the default intent", () => {
    const file = intentsWith((text) => text.replace("low: 0.2", "low: 0.3"));
    expect(classifyIntent("error", readIntents(file))).toMatchObject({ name: "general", confidence: 0 });
  });
});

describe("as a router", () => {
  test("the score goes from the default's demand towards the intent's, as far as the confidence goes", async () => {
    const decision = await createIntentRouter().route("code python");
    expect(decision).toMatchObject({
      router: "intent",
      target: "cloud",
      base: 0.2,
      score: 0.65,
      signals: [{ name: "intent", value: "code", weight: 0.45 }],
    });
    expect(decision.confidence).toBeUndefined();
  });

  test("a faint intent, and none, stay local", async () => {
    const router = createIntentRouter();
    expect((await router.route("There is an error.")).target).toBe("local");
    expect((await router.route("Hello")).target).toBe("local");
  });
});

describe("a new intent needs no change of code", () => {
  const legal: KeywordClass = {
    name: "legal",
    about: "Law.",
    demand: 1,
    model: "counsel",
    words: { en: ["contract", "liabilit*"] },
  };

  test("in the file", async () => {
    const file = intentsWith((text) =>
      text.replace(
        "chains:\n",
        '  - name: legal\n    about: Law.\n    demand: 1\n    model: counsel\n    words: { en: "contract, liabilit*" }\nchains:\n  counsel: [llama]\n',
      ),
    );
    const intents = readIntents(file);
    expect(classifyIntent("Who bears the liabilities of this contract?", intents).name).toBe("legal");
    expect(modelsForIntent("legal", intents)).toEqual(["counsel", "llama"]);
    expect((await createIntentRouter({ classes: intents }).route("My contract")).target).toBe("cloud");
  });

  test("in code", async () => {
    const shipped = readIntents();
    const classes = {
      ...shipped,
      classes: [...shipped.classes, legal],
      chains: { ...shipped.chains, counsel: [] },
    };
    expect((await createIntentRouter({ classes }).route("My contract")).signals[0]?.value).toBe("legal");
  });

  test("by a classifier of one's own, which may take its time", async () => {
    const router = createIntentRouter({
      classify: async (query) => ({ name: query.includes("§") ? "reasoning" : "general", confidence: 1 }),
    });
    expect(await router.route("§ 823")).toMatchObject({ target: "cloud", score: 0.9 });
    expect(await router.route("x = prove(code)")).toMatchObject({ target: "local", score: 0.2 });
  });

  test("a classifier that names an unknown intent is told which there are", async () => {
    const router = createIntentRouter({ classify: () => ({ name: "poetry", confidence: 1 }) });
    await expect(router.route("Roses are red")).rejects.toMatchObject({
      code: "UNKNOWN_CLASS",
      message: 'There is no intent "poetry".',
      hint: "Add it to the classes. There are: code, reasoning, general.",
    });
  });
});

describe("a file that cannot be used is refused, with line and field", () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ["levels that rise", (text) => text.replace("high: 0.7", "high: 0.3"), /line \d+: levels must fall/],
    [
      "an unknown default",
      (text) => text.replace("default: general", "default: chat"),
      /there is no class chat/,
    ],
    [
      "a name twice",
      (text) => text.replace("name: reasoning", "name: code"),
      /there is a class code already/,
    ],
    ["a model without a chain", (text) => text.replace("model: llama", "model: lama"), /chains has no lama/],
    ["a star alone", (text) => text.replace("codice,", "co*dice,"), /"co\*dice" must be words/],
    [
      "a demand above 1",
      (text) => text.replace("demand: 0.8", "demand: 8"),
      /line \d+: .*demand.* at most 1/,
    ],
    ["no classes", () => "default: x\n", /threshold/],
  ])("%s", (_, change, told) => {
    expect(() => readIntents(intentsWith(change))).toThrow(told);
  });
});
