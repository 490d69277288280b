import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../modules/src/core/random.ts";
import { promptsFile, readPrompts } from "../../modules/src/evaluation/read-prompts.ts";
import { addTypos } from "../data/add-typos.ts";
import { generatePrompts } from "../data/generate-prompts.ts";
import { toJsonLines } from "../data/json-lines.ts";
import { makePrompts } from "../data/make-prompts.ts";
import type { PromptTemplate, TemplateGroup } from "../data/prompt-template.ts";

test("the shipped prompts are, byte for byte, what the templates give", () => {
  expect(toJsonLines(makePrompts()) === readFileSync(promptsFile, "utf8")).toBe(true);
});

const template = (name: string, more: Partial<PromptTemplate> = {}): PromptTemplate => ({
  name,
  target: "local",
  complexity: "simple",
  wordings: {
    en: ["What colour is {thing}?", "Tell me the colour of {thing}."],
    it: ["Di che colore è {thing}?"],
  },
  fills: { thing: { en: ["grass", "snow", "coal"], it: ["l'erba", "la neve", "il carbone"] } },
  ...more,
});

const generate = (groups: readonly TemplateGroup[], seed = 1) => generatePrompts({ groups, seed });

describe("the generator", () => {
  test("gives the same rows for the same seed, others for another", () => {
    const groups = [[template("a"), template("b")]];
    expect(generate(groups)).toEqual(generate(groups));
    expect(generate(groups, 2)).not.toEqual(generate(groups));
  });

  test("makes a clean row for each question, and says which one a variant repeats", () => {
    const rows = generate([[template("a")]]);
    const english = rows.filter(({ language }) => language === "en");
    expect(english.map(({ id, variantOf }) => [id, variantOf])).toEqual([
      ["a-en-1", undefined],
      ["a-en-1-paraphrase", "a-en-1"],
      ["a-en-2", undefined],
      ["a-en-2-typos", "a-en-2"],
      ["a-en-3", undefined],
      ["a-en-3-paraphrase", "a-en-3"],
    ]);
    expect(english[0]?.prompt).toMatch(/^What colour is (?:grass|snow|coal)\?$/);
    expect(english[1]?.prompt).toBe(
      english[0]?.prompt.replace(/^What colour is (\w+)\?$/, "Tell me the colour of $1."),
    );
    expect(new Set(rows.map(({ prompt }) => prompt)).size).toBe(rows.length);
  });

  test("keeps a template in one split in all its languages, and a good half of a group in dev", () => {
    const group = Array.from({ length: 10 }, (_, at) => template(`t${at}`));
    const rows = generate([group]);
    const splits = new Map(rows.map(({ template, split }) => [template, split]));
    for (const row of rows) expect(row.split).toBe(splits.get(row.template));
    expect([...splits.values()].filter((split) => split === "dev")).toHaveLength(6);
  });

  test("leaves pasted code as it is", () => {
    const code = "if x:\n    print(x)";
    const rows = generate([
      [
        template("code", {
          pastedCode: true,
          wordings: { en: ["Why?\n\n{code}", "{code}\n\nWhy?"] },
          fills: { code: [code, `${code} `] },
        }),
      ],
    ]);
    expect(rows.map(({ style }) => style)).toEqual(["pasted-code", "pasted-code"]);
    for (const { prompt } of rows) expect(prompt).toContain(code);
    expect(rows[1]?.prompt.startsWith("if x:")).toBe(true);
  });

  test("begins a sentence with a capital in the language's own way", () => {
    const [first] = generate([
      [template("tr", { wordings: { tr: ["{who} geldi mi?"] }, fills: { who: ["irem"] } })],
    ]);
    expect(first?.prompt).toBe("İrem geldi mi?");
  });

  test("stops at a gap that nothing fills", () => {
    expect(() => generate([[template("a", { fills: { other: ["x"] } })]])).toThrow(
      "The template a has nothing for {thing}.",
    );
  });
});

describe("typos", () => {
  const text =
    'Please explain the difference between {first} and "quoted words" in version 12 of this program.';

  test.each(Array.from({ length: 30 }, (_, seed) => seed))(
    "change words, never gaps, figures or quotes (seed %d)",
    (seed) => {
      const typed = addTypos(text, createRandom(seed));
      expect(typed.toLowerCase()).not.toBe(text.toLowerCase());
      for (const kept of ["{first}", '"quoted', 'words"', "12"]) expect(typed).toContain(kept);
      expect(typed.split(" ")).toHaveLength(text.split(" ").length);
      expect(Math.abs(typed.length - text.length)).toBeLessThanOrEqual(5);
    },
  );

  test("differ from the clean row in every shipped row", () => {
    const rows = readPrompts();
    const byId = new Map(rows.map((row) => [row.id, row.prompt]));
    const typed = rows.filter(({ style }) => style === "typos");
    expect(
      typed.filter(
        ({ prompt, variantOf = "" }) => byId.get(variantOf)?.toLowerCase() === prompt.toLowerCase(),
      ),
    ).toEqual([]);
  });
});
