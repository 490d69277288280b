import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { findLeaks } from "../../modules/src/evaluation/find-leaks.ts";
import { LANGUAGES } from "../../modules/src/evaluation/labelled-prompt.ts";
import { readPrompts } from "../../modules/src/evaluation/read-prompts.ts";
import { cardLines, dataCard } from "../data/data-card.ts";
import { type GenerateSetOptions, generateSet, type SetKind } from "../data/generate-set.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const make = (kind: SetKind, more: Partial<GenerateSetOptions> = {}) =>
  generateSet({ kind, count: 900, seed: 3, localRatio: 0.45, languages: LANGUAGES, ...more }).rows;

const shipped = readPrompts();

describe.each(["bert", "phi"] as const)("a set of kind %s", (kind) => {
  const rows = make(kind);
  const countOf = (holds: (row: (typeof rows)[number]) => boolean) => rows.filter(holds).length;

  test("has as many rows as asked for, and as many of them local", () => {
    expect(rows).toHaveLength(900);
    expect(countOf(({ target }) => target === "local")).toBe(405);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(900);
  });

  test("leaks nothing, neither within itself nor to and from the shipped set", () => {
    expect(findLeaks(rows)).toMatchObject({ count: 0 });
    const of = (all: readonly (typeof rows)[number][], split: string) =>
      all.filter((row) => row.split === split);
    const apart = shipped.map((row) => ({ ...row, id: `shipped ${row.id}` }));
    const pairs = [
      findLeaks([...of(rows, "dev"), ...of(apart, "test")]),
      findLeaks([...of(apart, "dev"), ...of(rows, "test")]),
    ];
    for (const { exact, near, templates } of pairs)
      expect({ exact, near, templates }).toEqual({ exact: [], near: [], templates: [] });
  });

  test("has every class, language, style and split", () => {
    for (const field of ["complexity", "language", "style", "split"] as const) {
      const values = new Set(rows.map((row) => row[field]));
      expect(values.size).toBe({ complexity: 3, language: 6, style: 4, split: 2 }[field]);
    }
    expect(countOf(({ split }) => split === "dev") / rows.length).toBeCloseTo(0.6, 1);
  });

  test("keeps a template in the split of the shipped set, whatever the seed", () => {
    const splits = new Map(shipped.map(({ template, split }) => [template, split]));
    for (const { template, split, edgeCase } of [...rows, ...make(kind, { seed: 77 })])
      if (!edgeCase) expect(split).toBe(splits.get(template));
  });

  test("says of each variant which clean row it repeats", () => {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const variants = rows.filter(({ variantOf }) => variantOf !== undefined);
    expect(variants.length).toBeGreaterThan(100);
    for (const { variantOf = "", template, language } of variants)
      expect(byId.get(variantOf)).toMatchObject({ style: "clean", template, language });
  });

  test("is the same for the same seed, and another for another", () => {
    expect(make(kind)).toEqual(rows);
    const others = new Set(make(kind, { seed: 4 }).map(({ prompt }) => prompt));
    expect(countOf(({ prompt }) => !others.has(prompt))).toBeGreaterThan(200);
  });
});

test("only the set for a language model has edge cases, of both targets and in both splits", () => {
  expect(make("bert").filter(({ edgeCase }) => edgeCase)).toEqual([]);
  const edges = make("phi").filter(({ edgeCase }) => edgeCase);
  expect(edges.length).toBeGreaterThan(60);
  expect(new Set(edges.map(({ target, split }) => `${target} ${split}`)).size).toBe(4);
  const orders = edges.filter(({ edgeCase }) => edgeCase === "order to the router");
  for (const { prompt, target } of orders.filter((row) => row.prompt.includes("CLOUD"))) {
    expect(prompt).toContain("CLOUD");
    expect(target).toBe("local");
  }
});

test("other languages can be left out", () => {
  const rows = make("phi", { languages: ["it", "de"], count: 300 });
  expect(new Set(rows.map(({ language }) => language))).toEqual(new Set(["it", "de"]));
});

describe("npm run data:generate", () => {
  const generate = (...args: string[]) => runScript("generate-data.ts", args);

  test("writes a set and its card; the set can be read and reported on", async () => {
    const out = join(temporaryFolder(), "set.jsonl");
    const { code, out: said, err } = await generate("--kind", "phi", "--count", "400", "--out", out);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(said).toMatch(/set\.jsonl: 400 prompts of \d+ templates\./);
    const rows = readPrompts(out);
    expect(rows.filter(({ target }) => target === "local")).toHaveLength(180);
    const report = await generate("--report", "--in", out);
    expect(report).toEqual({ code: 0, out: `${cardLines(dataCard(rows)).join("\n")}\n`, err: "" });
  });

  test("--report ends with 1 and names the rows when something leaks", async () => {
    const [dev, test] = [
      shipped.find(({ split }) => split === "dev"),
      shipped.find(({ split }) => split === "test"),
    ];
    const rows = [dev, test, { ...test, id: "planted", template: "planted", split: "dev" }];
    const folder = temporaryFolder({ "s.jsonl": rows.map((row) => `${JSON.stringify(row)}\n`).join("") });
    const { code, out } = await generate("--report", "--in", join(folder, "s.jsonl"));
    expect(code).toBe(1);
    expect(out).toContain("Leaks: 1 test prompts word for word in dev");
    expect(out).toContain(`- ${test?.id} of test is like planted of dev`);
  });

  test("refuses more than the templates give, and writes nothing", async () => {
    const out = join(temporaryFolder(), "set.jsonl");
    const { code, err } = await generate("--count", "50000", "--languages", "tr", "--out", out);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^The templates of bert give \d+ (?:local|cloud) prompts, not 25000\. Ask for fewer .*\n$/,
    );
    expect(existsSync(out)).toBe(false);
  });

  test.each<[string[], RegExp]>([
    [[], /^--out is missing\. See --help\.\n$/],
    [["--out", "x", "--kind", "gpt"], /^--kind must be bert or phi, not "gpt"\. See --help\.\n$/],
    [["--out", "x", "--local-ratio", "1.2"], /^--local-ratio must lie between 0 and 1, not "1\.2"\./],
    [["--out", "x", "--languages", "en,xx"], /^--languages: "xx" is none of en, it, de, fr, es, tr\.\n$/],
    [["--out", "x", "--seed", "a"], /^--seed must be a whole number, not "a"\./],
    [["--out", "x", "--count", "0"], /^--count must be a whole number from 1, not "0"\./],
  ])("explains %j in one line", async (args, message) => {
    expect(await generate(...args)).toEqual({ code: 2, out: "", err: expect.stringMatching(message) });
  });
});

test("the data card says what the shipped set holds", () => {
  const readme = readFileSync(join(paths.data, "prompts", "README.md"), "utf8");
  expect(readme).toContain(cardLines(dataCard(shipped)).join("\n"));
});
