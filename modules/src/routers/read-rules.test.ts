import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRules, rulesFile } from "./read-rules.ts";
import { createRuleRouter } from "./rule.ts";
import { type RuleSet, withThreshold } from "./rule-set.ts";
import { saveRules } from "./save-rules.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "rules-")), "my-rules.yaml");

function write(text: string): string {
  const file = newFile();
  writeFileSync(file, text);
  return file;
}

const good = `base: 0.3
threshold: 0.5
signals:
  - name: reasoning
    about: Asks to think.
    weight: 0.3
    words:
      en: [prove, explain*]
  - name: long
    about: Many words.
    weight: 0.2
    atLeastWords: 20
`;

describe("a rule file", () => {
  test("is read as it stands", () => {
    expect(readRules(write(good))).toEqual({
      base: 0.3,
      threshold: 0.5,
      signals: [
        { name: "reasoning", about: "Asks to think.", weight: 0.3, words: { en: ["prove", "explain*"] } },
        { name: "long", about: "Many words.", weight: 0.2, atLeastWords: 20 },
      ],
    });
  });

  test.each([
    ["a broken line", good.replace("signals:", "signals: ]"), /^my-rules\.yaml line 3: /],
    [
      "a weight that is no number",
      good.replace("weight: 0.3", "weight: much"),
      /line 6: the weight of reasoning must be a number, not "much"\.$/,
    ],
    [
      "a weight beyond 1",
      good.replace("weight: 0.2", "weight: 2"),
      /line 11: the weight of long must be at most 1, not 2\.$/,
    ],
    [
      "a threshold beyond 1",
      good.replace("threshold: 0.5", "threshold: 5"),
      /line 2: threshold must be at most 1, not 5\.$/,
    ],
    [
      "a field that does not exist",
      good.replace("atLeastWords", "atLestWords"),
      /line 12: long: unknown key "atLestWords"; did you mean "atLeastWords"\?/,
    ],
    [
      "a word of no letters",
      good.replace("[prove,", "['?!',"),
      /line 8: number 1 of the en of the words of reasoning: "\?!" must be/,
    ],
    [
      "a star inside a word",
      good.replace("explain*", "ex*plain"),
      /line 8: number 2 of the en of the words of reasoning: "ex\*plain"/,
    ],
    [
      "a star after too few letters",
      good.replace("explain*", "exp*"),
      /line 8: number 2 of the en of the words of reasoning: "exp\*"/,
    ],
    [
      "a language that is none",
      good.replace("en:", "english:"),
      /line 8: the english of the words of reasoning must be a language such as en\.$/,
    ],
    [
      "a pattern that is none",
      good.replace("atLeastWords: 20", 'pattern: "("'),
      /line 12: the pattern of long is no/,
    ],
    [
      "a signal of nothing",
      good.replace("    atLeastWords: 20\n", ""),
      /line 9: long needs words, a pattern/,
    ],
    [
      "a name that is taken",
      good.replace("name: long", "name: reasoning"),
      /line 9: .*a signal reasoning already/,
    ],
    [
      "bounds that no query meets",
      good.replace("atLeastWords: 20", "atLeastWords: 20\n    atMostWords: 3"),
      /line 12: the atLeastWords of long is above atMostWords/,
    ],
    [
      "a number of finds without words",
      good.replace("atLeastWords: 20", "atLeastWords: 20\n    atLeastFinds: 3"),
      /line 13: the atLeastFinds of long needs words/,
    ],
    ["an empty file", "", /^my-rules\.yaml is empty\.$/],
  ])("with %s is named with file, line and field", (_, text, message) => {
    expect(() => readRules(write(text))).toThrow(expect.objectContaining({ name: "SettingsError" }));
    expect(() => readRules(write(text))).toThrow(message);
  });

  test("may list words in a list or in one text", () => {
    const list = readRules(write(good));
    expect(
      readRules(write(good.replace("[prove, explain*]", ">-\n        prove,\n        explain*"))),
    ).toEqual(list);
    expect(readRules(write(good.replace("[prove, explain*]", "prove, explain*")))).toEqual(list);
  });

  test("that is not there is one line", () => {
    expect(() => readRules("/nowhere/rules.yaml")).toThrow(
      "The rule file rules.yaml cannot be read (ENOENT).",
    );
  });
});

describe("saving", () => {
  test("gives a file that reads as the same rules, whatever stands in them", () => {
    const odd: RuleSet = {
      base: 0.25,
      threshold: 0.5,
      tuned: {
        on: "my: prompts # all",
        date: "2026-01-31",
        command: "npm run x -- --y",
        objective: "'none'",
      },
      signals: [
        { name: "a", about: 'He said: "no", [maybe] {so} # really?\tYes.', weight: -0.15, atMostWords: 3 },
        {
          name: "b",
          about: "- dash",
          weight: 0.3,
          atLeastFinds: 2,
          pattern: "\\d\n\"'[,]",
          words: {
            en: [
              "yes",
              "no",
              "null",
              "true",
              "1",
              "it's",
              "c: d",
              "long ".repeat(40).trim(),
              "-dash",
              "#hash",
              ">fold",
            ],
            tr: ["ışık"],
          },
        },
      ],
    };
    const file = newFile();
    saveRules(file, odd);
    expect(readRules(file)).toEqual(odd);
  });

  test("replaces what was there and leaves nothing else behind", async () => {
    const file = write("old");
    saveRules(file, withThreshold(readRules(), 0.65));
    expect(readdirSync(dirname(file))).toEqual(["my-rules.yaml"]);
    const router = createRuleRouter({ rules: readRules(file) });
    expect((await router.route("Hello")).threshold).toBe(0.65);
  });

  test("of rules that cannot be used writes nothing", () => {
    const file = write("old");
    expect(() => saveRules(file, { ...readRules(), threshold: 2 })).toThrow(/^rules threshold: /);
    expect(readFileSync(file, "utf8")).toBe("old");
  });

  test("makes the folder it needs", () => {
    const file = join(dirname(newFile()), "mine", "rules.yaml");
    saveRules(file, readRules());
    expect(readRules(file)).toEqual(readRules());
  });

  test("into a place that is no folder is one line", () => {
    const file = write("a file");
    expect(() => saveRules(join(file, "rules.yaml"), readRules())).toThrow(
      /^The rule file rules\.yaml cannot be written \((?:ENOTDIR|EEXIST)\)\.$/,
    );
    expect(readFileSync(file, "utf8")).toBe("a file");
  });

  test("is how the shipped file was written", () => {
    const file = newFile();
    saveRules(file, readRules());
    expect(readFileSync(file, "utf8")).toBe(readFileSync(rulesFile, "utf8"));
  });
});
