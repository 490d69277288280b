import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { findLeaks } from "../../modules/src/evaluation/find-leaks.ts";
import { LANGUAGES, type LabelledPrompt } from "../../modules/src/evaluation/labelled-prompt.ts";
import { readPrompts } from "../../modules/src/evaluation/read-prompts.ts";
import { readRules } from "../../modules/src/routers/read-rules.ts";
import type { RuleSet } from "../../modules/src/routers/rule-set.ts";
import { saveRules } from "../../modules/src/routers/save-rules.ts";
import { readEveryday } from "../tuning/everyday-prompts.ts";
import { findSignals } from "../tuning/found-signals.ts";
import { lossOf, searchWeights } from "../tuning/search-weights.ts";
import { foldsOf, tuneRules } from "../tuning/tune.ts";
import { runKit } from "./kit.ts";

const about = "For this test.";

const rules: RuleSet = {
  base: 0.1,
  threshold: 0.9,
  signals: [
    { name: "hard", about, weight: 0.05, words: { en: ["hard"] } },
    { name: "easy", about, weight: -0.05, words: { en: ["easy"] } },
    { name: "noise", about, weight: 0.5, words: { en: ["noise"] } },
  ],
};

function row(prompt: string, target: "local" | "cloud", id: string): LabelledPrompt {
  const split = id.startsWith("t") ? "test" : "dev";
  const complexity = target === "cloud" ? "complex" : "simple";
  return { id, prompt, target, language: "en", complexity, style: "clean", template: id, split };
}

/** Only "hard" belongs in the cloud, unless "easy" stands beside it; "noise" tells nothing. */
const rows = [
  row("hard", "cloud", "1"),
  row("hard noise", "cloud", "2"),
  row("hard easy", "local", "3"),
  row("easy", "local", "4"),
  row("noise", "local", "5"),
  row("neither", "local", "6"),
];

describe("tuning", () => {
  test("finds weights that route every row, keeps signs, and leaves noise the least", () => {
    const { base, threshold, signals } = tuneRules(rules, rows);
    const [hard = 0, easy = 0, noise = 0] = signals.map(({ weight }) => weight);
    expect(threshold).toBe(0.5);
    expect(base).toBeLessThan(0.5);
    expect(base + hard).toBeGreaterThanOrEqual(0.5);
    expect(base + hard + easy).toBeLessThan(0.5);
    expect(noise).toBe(0.05);
  });

  test("does not depend on the weights it begins with", () => {
    const others = {
      ...rules,
      signals: rules.signals.map((signal) => ({ ...signal, weight: signal.weight / 5 })),
    };
    expect(tuneRules(others, rows)).toEqual(tuneRules(rules, rows));
  });

  test("ends where no single step makes the loss smaller", () => {
    const found = findSignals(rules, [rows]);
    const best = searchWeights([1, -1, 1], found);
    const loss = lossOf(best, found);
    for (const [place, weight] of best.signals.entries()) {
      for (const by of [-1, 1]) {
        if (Math.sign(weight + by) !== Math.sign(weight)) continue;
        expect(
          lossOf({ ...best, signals: best.signals.with(place, weight + by) }, found),
        ).toBeGreaterThanOrEqual(loss);
      }
    }
  });

  test("counts each set, language and target alike, however many rows they have", () => {
    const shares = findSignals(rules, [rows, rows.slice(0, 1)]).map(({ share }) => share);
    expect(shares).toEqual([...Array(2).fill(1 / 6), ...Array(4).fill(1 / 12), 1 / 3]);
  });

  test("keeps a template's rows in one fold", () => {
    const twice = [...rows, ...rows];
    const folds = foldsOf(twice, 3);
    expect(folds.flat()).toHaveLength(twice.length);
    const templates = folds.map((fold) => new Set(fold.map(({ template }) => template)));
    expect(templates.reduce((sum, set) => sum + set.size, 0)).toBe(rows.length);
  });
});

describe("the everyday prompts", () => {
  const everyday = readEveryday();

  test("are ordinary in every language, and as many for one target as for the other within a third", () => {
    for (const language of LANGUAGES) {
      const targets = everyday.filter((row) => row.language === language).map(({ target }) => target);
      const cloud = targets.filter((target) => target === "cloud").length;
      expect(targets.length).toBeGreaterThanOrEqual(40);
      expect(Math.abs(2 * cloud - targets.length)).toBeLessThanOrEqual(targets.length / 3);
    }
  });

  test("tell the test split nothing", () => {
    const { exact, near } = findLeaks([
      ...everyday,
      ...readPrompts().filter(({ split }) => split === "test"),
    ]);
    expect({ exact, near }).toEqual({ exact: [], near: [] });
  });
});

describe("npm run tune:rules", () => {
  const folder = mkdtempSync(join(tmpdir(), "tune-rules-"));
  const tune = (...args: string[]) =>
    runKit(process.execPath, [join(paths.root, "scripts", "tune-rules.ts"), ...args]);

  const everydayFile = join(folder, "everyday.yaml");
  const words = "{ local: [easy], cloud: [hard] }";
  writeFileSync(everydayFile, LANGUAGES.map((language) => `${language}: ${words}\n`).join(""));

  /** Writes rules and prompts, tunes, and gives the rules then. */
  async function tuned(name: string, prompts: readonly LabelledPrompt[]): Promise<RuleSet> {
    const ruleFile = join(folder, `${name}.yaml`);
    const promptFile = join(folder, `${name}.jsonl`);
    saveRules(ruleFile, rules);
    writeFileSync(promptFile, prompts.map((prompt) => JSON.stringify(prompt)).join("\n"));
    const files = ["--rules", ruleFile, "--prompts", promptFile, "--everyday", everydayFile];
    const kit = tune("--write", ...files);
    expect(await kit.ended, kit.output()).toBe(0);
    const again = tune("--check", ...files);
    expect(await again.ended).toBe(0);
    return readRules(ruleFile);
  }

  test("writes what was tuned, on what and how; the test split chooses nothing", async () => {
    const one = await tuned("one", [...rows, row("hard", "cloud", "t1"), row("easy", "local", "t2")]);
    const other = await tuned("other", [
      ...rows,
      row("easy noise", "cloud", "t1"),
      row("hard", "local", "t2"),
    ]);
    expect(other.signals).toEqual(one.signals);
    expect(one.tuned).toMatchObject({
      on: "the 6 prompts of the dev split of one.jsonl and the 12 of everyday.yaml",
      command: "npm run tune:rules -- --write",
    });
  });

  test("finds the shipped weights again", async () => {
    const kit = tune("--check");
    expect(await kit.ended, kit.output()).toBe(0);
    expect(kit.output()).toMatch(/^test split: /m);
    expect(kit.output()).not.toContain("->");
  });

  test("--check fails on other weights and names the command", async () => {
    const file = join(folder, "shifted.yaml");
    const shipped = readRules();
    saveRules(file, { ...shipped, base: shipped.base - 0.05 });
    const kit = tune("--check", "--rules", file);
    expect(await kit.ended).toBe(1);
    expect(kit.output()).toContain("shifted.yaml has other weights. Run: npm run tune:rules -- --write");
  });

  test.each([
    [["--write", "--check"], 2, "--write and --check do not go together."],
    [["--prompts", "nowhere.jsonl"], 1, "nowhere.jsonl cannot be read (ENOENT)."],
    [["--fast"], 2, "Unknown option '--fast'. See --help."],
  ])("%j ends with %d and one line", async (args, code, line) => {
    const kit = tune(...args);
    expect(await kit.ended).toBe(code);
    expect(kit.output()).toContain(line);
    expect(kit.output().trim().split("\n")).toHaveLength(1);
  });
});
