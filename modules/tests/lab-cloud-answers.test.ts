import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { readAnswerBank } from "../src/lab-cloud/index.ts";
import { createSimulatedModel } from "../src/lab-cloud/models/simulated-model.ts";
import { loadTokenizer } from "../src/lab-cloud/models/tokenizer.ts";
import { temporaryFolder } from "./start-test-cloud.ts";

const bank = readAnswerBank();

describe("the bank that is shipped", () => {
  test("has answers for simple, moderate and complex prompts", () => {
    expect(bank.answers.length).toBeGreaterThanOrEqual(120);
    for (const complexity of ["simple", "moderate", "complex"] as const) {
      expect(bank.answers.filter((answer) => answer.complexity === complexity).length).toBeGreaterThan(9);
    }
  });

  test("speaks five languages and more, complex answers in each of them", () => {
    const languages = (complexity?: string) =>
      new Set(
        bank.answers
          .filter((answer) => complexity === undefined || answer.complexity === complexity)
          .map(({ language }) => language),
      );
    expect(languages().size).toBeGreaterThanOrEqual(5);
    expect([...languages("complex")].sort()).toEqual(["de", "en", "es", "fr", "it"]);
  });

  test("has answers long enough to watch them stream", () => {
    const words = bank.answers.map(({ answer }) => answer.split(/\s+/).length);
    expect(words.filter((count) => count >= 150 && count <= 300).length).toBeGreaterThanOrEqual(10);
  });

  test("finds every prompt of its own", () => {
    const lost = bank.answers.flatMap((answer) =>
      answer.prompts.filter((prompt) => bank.find(prompt) !== answer),
    );
    expect(lost).toEqual([]);
  });

  test.each([
    ["WHAT IS THE CAPITAL OF FRANCE", "Paris"],
    ["  what's   the capital\nof france?? ", "Paris"],
    ["what is the capital of france…", "Paris"],
    ["What is 2+2?", "= 4"],
    ["2 + 2", "= 4"],
    ["¿cuál es la capital de Francia?", "París"],
  ])("matches %j whatever its case, punctuation and spacing", (prompt, part) => {
    expect(bank.find(prompt)?.answer).toContain(part);
  });

  test.each(["What is 2 - 2?", "What is 22?", "What is 2.2?", "What is the capital of Atlantis?", "", "???"])(
    "has no answer for %j",
    (prompt) => {
      expect(bank.find(prompt)).toBeUndefined();
    },
  );
});

/** Text that a lab's cells send to a model. */
function promptsIn(notebook: string): string[] {
  const { cells } = JSON.parse(notebook) as { cells: { cell_type: string; source: string | string[] }[] };
  const code = cells
    .filter((cell) => cell.cell_type === "code")
    .map(({ source }) => (typeof source === "string" ? source : source.join("")))
    .join("\n");
  const literal = String.raw`("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`;
  const sent = new RegExp(
    String.raw`(?:\b(?:ask|stream|user)\(\s*(?:"[^"\n]*",\s*)?|(?<!"system", )\b(?:content|question|prompt):\s*)${literal}`,
    "g",
  );
  const lists = /const (?:questions|prompts)\b[^=]*=\s*\[([^{\]]*)\]/g;
  return [
    ...[...code.matchAll(sent)].map((match) => match[1] ?? ""),
    ...[...code.matchAll(lists)].flatMap((match) => match[1]?.match(new RegExp(literal, "g")) ?? []),
  ].map((quoted) => quoted.slice(1, -1));
}

/** `gpt-9`, `true`: what is handed on is not always a prompt; and JAILBREAK is stopped before any model. */
const isNoPrompt = (text: string) => /^[a-z]+-[\w.-]+$|^true$|^false$|JAILBREAK/.test(text);

describe("every prompt of a lab has an answer, written or worked out", async () => {
  const labs = readdirSync(paths.labs).filter((file) => file.endsWith(".ipynb"));
  const model = createSimulatedModel(bank, await loadTokenizer());
  const isAnswered = async (text: string) => {
    const answer = await model.answer([{ role: "user", text }], {});
    return !answer.text.includes("has no written answer");
  };
  const prompts = labs.flatMap((file) =>
    promptsIn(readFileSync(join(paths.labs, file), "utf8"))
      .filter((prompt) => !isNoPrompt(prompt))
      .map((prompt) => ({ file, prompt })),
  );

  test("which are many", () => {
    expect(prompts.length).toBeGreaterThan(20);
  });

  test.each(labs)("%s", async (file) => {
    const lost: string[] = [];
    for (const { prompt } of prompts.filter((one) => one.file === file)) {
      if (!(await isAnswered(prompt))) lost.push(prompt);
    }
    expect(lost).toEqual([]);
  });
});

describe("a bank that cannot be used is refused by its line", () => {
  const good = { id: "a", prompts: ["A"], answer: "a", complexity: "simple", language: "en" };

  test.each([
    ["no JSON", ["{"], "line 1: is no JSON object"],
    ["a missing answer", [{ ...good, answer: undefined }], "line 1: answer: "],
    ["an unknown complexity", [{ ...good, complexity: "hard" }], "line 1: complexity: "],
    ["no prompts", [{ ...good, prompts: [] }], "line 1: prompts: "],
    ["an unknown field", [{ ...good, more: 1 }], "line 1: "],
    ["an id twice", [good, "", { ...good, prompts: ["B"] }], 'line 3: id "a" is already taken.'],
    [
      "a prompt twice",
      [good, { ...good, id: "b", prompts: ["a!"] }],
      'line 2: the prompt "a" already has an answer.',
    ],
    ["a prompt without words", [{ ...good, prompts: ["?!"] }], "line 1: a prompt has no words."],
  ])("%s", async (_, lines, message) => {
    const file = join(await temporaryFolder(), "bank.jsonl");
    await writeFile(
      file,
      lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    );
    expect(() => readAnswerBank(file)).toThrow(`bank.jsonl ${message}`);
  });

  test("all its bad lines are named at once", async () => {
    const file = join(await temporaryFolder(), "bank.jsonl");
    await writeFile(file, `{\n${JSON.stringify(good)}\n[]\n`);
    expect(() => readAnswerBank(file)).toThrow(/line 1: [^\n]*\nbank\.jsonl line 3: /);
  });
});
