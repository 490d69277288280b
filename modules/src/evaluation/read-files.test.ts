import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explainError, SettingsError } from "../core/errors.ts";
import { readOutcomes } from "./read-outcomes.ts";
import { readPrompts } from "./read-prompts.ts";

const prompt = {
  id: "a-en-1",
  prompt: "Hello",
  language: "en",
  target: "local",
  complexity: "simple",
  template: "a",
  split: "dev",
  style: "clean",
};

const outcome = {
  id: "0123456789abcdef",
  benchmark: "mmlu",
  domain: "virology",
  tokens: 3,
  words: 2,
  characters: 11,
  weakRight: true,
  strongRight: false,
  split: "test",
  scores: { rule: 0.4 },
};

function write(name: string, ...lines: readonly (object | string)[]): string {
  const file = join(mkdtempSync(join(tmpdir(), "evaluation-")), name);
  writeFileSync(
    file,
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );
  return file;
}

function messageOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return explainError(error);
  }
  throw new Error("It was read.");
}

describe("reading prompts", () => {
  test("gives the rows; empty lines are passed over", () => {
    const typed = { ...prompt, id: "a-en-1-typos", style: "typos", variantOf: "a-en-1" };
    expect(readPrompts(write("p.jsonl", prompt, "", typed, ""))).toEqual([prompt, typed]);
  });

  test.each([
    ["no JSON", "{ oops", "p.jsonl line 2: is no JSON object."],
    ["a list", "[]", "p.jsonl line 2: Invalid input: expected object, received array."],
    [
      "a wrong target",
      { ...prompt, id: "b", target: "azure" },
      /^p\.jsonl line 2: target: .*"local"\|"cloud"\.$/,
    ],
    ["a missing field", { ...prompt, id: "b", language: undefined }, /^p\.jsonl line 2: language: /],
    ["an empty prompt", { ...prompt, id: "b", prompt: "" }, /^p\.jsonl line 2: prompt: /],
    ["an unknown field", { ...prompt, id: "b", lang: "en" }, /^p\.jsonl line 2: .*"lang"/],
    ["an id that is taken", prompt, 'p.jsonl line 2: id "a-en-1" is on line 1 already.'],
  ])("names file, line and field of %s", (_, line, message) => {
    expect(messageOf(() => readPrompts(write("p.jsonl", prompt, line)))).toMatch(message);
  });

  test("says what to do when the file is not there or empty", () => {
    expect(messageOf(() => readPrompts("/nowhere/p.jsonl"))).toBe(
      "The prompts file p.jsonl cannot be read (ENOENT). Make it with npm run data:prompts.",
    );
    expect(messageOf(() => readPrompts(write("p.jsonl", "", "")))).toBe(
      "The prompts file p.jsonl has no rows. Make it with npm run data:prompts.",
    );
  });

  test("names ten problems of a file of another kind, and counts the rest", () => {
    const lines = messageOf(() => readPrompts(write("p.jsonl", ...Array(500).fill("no")))).split("\n");
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe("and 490 more of this file.");
  });
});

describe("reading outcomes", () => {
  test("gives the rows, with costs where they are known", () => {
    const priced = { ...outcome, id: "f".repeat(16), weakCostUsd: 0.0001, strongCostUsd: 0 };
    expect(readOutcomes(write("o.jsonl", outcome, priced))).toEqual([outcome, priced]);
  });

  test.each([
    [
      "an id of another kind",
      { ...outcome, id: "rl-0" },
      "o.jsonl line 1: id: must be 16 hexadecimal digits.",
    ],
    ["a score beyond 1", { ...outcome, scores: { rule: 1.5 } }, /^o\.jsonl line 1: scores\.rule: /],
    ["a count that is none", { ...outcome, tokens: -1 }, /^o\.jsonl line 1: tokens: /],
    ["a text", { ...outcome, prompt: "What is a virus?" }, /^o\.jsonl line 1: .*"prompt"/],
  ])("names file, line and field of %s", (_, line, message) => {
    expect(messageOf(() => readOutcomes(write("o.jsonl", line)))).toMatch(message);
  });
});

describe("the shipped files", () => {
  const prompts = readPrompts();
  const countOf = (holds: (row: (typeof prompts)[number]) => boolean) => prompts.filter(holds).length;

  test("have enough prompts in six languages, half of them for the cloud", () => {
    expect(prompts.length).toBeGreaterThanOrEqual(1900);
    for (const language of ["en", "it", "de", "fr", "es", "tr"]) {
      const all = countOf((row) => row.language === language);
      const cloud = countOf((row) => row.language === language && row.target === "cloud");
      expect(all).toBeGreaterThanOrEqual(250);
      expect(Math.abs(cloud / all - 0.5)).toBeLessThan(0.05);
    }
    for (const split of ["dev", "test"]) {
      const cloud = countOf((row) => row.split === split && row.target === "cloud");
      expect(Math.abs(cloud / countOf((row) => row.split === split) - 0.5)).toBeLessThan(0.06);
    }
    expect(countOf(({ split }) => split === "dev") / prompts.length).toBeCloseTo(0.6, 1);
  });

  test("have every style in every language and split", () => {
    const kinds = new Set(prompts.map(({ language, split, style }) => `${language} ${split} ${style}`));
    expect(kinds.size).toBe(6 * 2 * 4);
  });

  test("point from each variant to a clean row with the same answer", () => {
    const byId = new Map(prompts.map((row) => [row.id, row]));
    const variants = prompts.filter(({ style }) => style === "typos" || style === "paraphrase");
    expect(variants.length).toBeGreaterThan(700);
    for (const { variantOf, template, target, split, language } of variants) {
      expect(byId.get(variantOf ?? "")).toMatchObject({ style: "clean", template, target, split, language });
    }
  });

  test("hold no text of the outcomes' questions, and few bytes", () => {
    const outcomes = readOutcomes();
    expect(outcomes.length).toBeGreaterThan(5000);
    expect(JSON.stringify(outcomes).length).toBeLessThan(1_500_000);
    for (const row of outcomes)
      expect(Object.keys(row.scores)).toEqual(expect.arrayContaining(["rule", "length"]));
  });

  test("keep each MMLU domain in one split", () => {
    const mmlu = readOutcomes().filter(({ benchmark }) => benchmark === "mmlu");
    const splits = Map.groupBy(mmlu, ({ domain }) => domain);
    for (const rows of splits.values()) expect(new Set(rows.map(({ split }) => split)).size).toBe(1);
    expect(splits.size).toBe(38);
  });
});
