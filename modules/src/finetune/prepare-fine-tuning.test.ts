import { describe, expect, it } from "vitest";
import { readCatalog } from "../catalog/index.ts";
import { readPrompts } from "../evaluation/read-prompts.ts";
import { estimateFineTuning } from "./estimate-fine-tuning.ts";
import { answerOf, questionOf, readExamples, toJsonLines } from "./index.ts";
import { prepareFineTuning, type TuningRow } from "./prepare-fine-tuning.ts";

const WORDS = ["amber", "basil", "cedar", "delta", "ember", "fjord", "grove", "heron", "islet", "joker"];
/** Ten templates of four rows each, said so differently that none gives another away. */
const rows: readonly TuningRow[] = WORDS.flatMap((word, group) =>
  [..."wxyz"].map((letter, index) => ({
    id: `${word}-${index}`,
    prompt: `${word.repeat(6)} ${letter}`,
    target: group < 7 ? ("local" as const) : ("cloud" as const),
    template: word,
  })),
);

describe("prepared examples", () => {
  it("hold each row once, as a question and its label", () => {
    const { training, validation, counts } = prepareFineTuning(rows);
    expect(training.length + validation.length).toBe(40);
    expect(counts.training.local + counts.validation.local).toBe(28);
    const [first] = training;
    expect(first && questionOf(first)).toContain("amber");
    expect(first && answerOf(first)).toBe("local");
    const { examples, problems } = readExamples(toJsonLines(training));
    expect(problems).toEqual([]);
    expect(examples.map(({ example }) => example)).toEqual(training);
  });

  it("keep whole templates on one side, and give nothing away", () => {
    const { validation, leaks } = prepareFineTuning(rows, { validationShare: 0.3 });
    expect(validation).toHaveLength(12);
    expect(leaks.validation).toMatchObject({ count: 0, templates: [] });
  });

  it("come in the wanted mix: rows of the side that has too many are left out", () => {
    const { counts, leftOut } = prepareFineTuning(rows, { localRatio: 0.5, validationShare: 0 });
    expect(counts.training).toEqual({ local: 12, cloud: 12 });
    expect(leftOut.overRatio).toBe(16);
  });

  it("are the same for the same seed only", () => {
    const options = { localRatio: 0.45, validationShare: 0.2 };
    expect(prepareFineTuning(rows, options)).toEqual(prepareFineTuning(rows, options));
    expect(prepareFineTuning(rows, { ...options, seed: 1 }).training).not.toEqual(
      prepareFineTuning(rows, options).training,
    );
  });

  it("leave out what was said before, but refuse one prompt with two targets", () => {
    const [first] = rows;
    if (!first) throw new Error("no rows");
    const again = { ...first, id: "again", prompt: `  ${first.prompt.toUpperCase()} ` };
    expect(prepareFineTuning([...rows, again]).leftOut.repeated).toBe(1);
    expect(() => prepareFineTuning([...rows, { ...again, target: "cloud" }])).toThrow(
      "amber-0 and again have the same prompt, and different targets.",
    );
  });

  it("tell what they give away of held-out rows", () => {
    const heldOut = rows.slice(0, 1).map((row) => ({ ...row, id: "held-out" }));
    const { leaks } = prepareFineTuning(rows, { heldOut });
    expect(leaks.heldOut.exact).toEqual([{ dev: "amber-0", test: "held-out", likeness: 1 }]);
    expect(leaks.heldOut.templates).toEqual(["amber"]);
  });

  it.each([
    [{ localRatio: 0 }, "The local ratio must lie between 0 and 1, and is 0."],
    [{ localRatio: Number.NaN }, "The local ratio must lie between 0 and 1, and is NaN."],
    [{ validationShare: 0.9 }, "The validation share must lie between 0 and 0.5, and is 0.9."],
  ])("cannot be made with %j", (options, message) => {
    expect(() => prepareFineTuning(rows, options)).toThrow(message);
  });

  it("cannot be made of one side, or of nothing", () => {
    expect(() => prepareFineTuning(rows.slice(0, 8))).toThrow("There are 8 rows for local and 0 for cloud.");
    expect(() => prepareFineTuning([])).toThrow("There are 0 rows for local and 0 for cloud.");
  });

  it("of the shipped prompts give nothing away of the test split", () => {
    const prompts = readPrompts();
    const prepared = prepareFineTuning(
      prompts.filter(({ split }) => split === "dev"),
      { localRatio: 0.45, heldOut: prompts.filter(({ split }) => split === "test") },
    );
    expect(prepared.leaks.heldOut.count).toBe(0);
    expect(prepared.leaks.validation.count).toBe(0);
    const { local, cloud } = prepared.counts.training;
    expect(local / (local + cloud)).toBeCloseTo(0.45, 1);
  });
});

describe("an estimate", () => {
  const catalog = readCatalog();
  const modelNamed = (name: string) => {
    const model = catalog.model(name);
    if (!model) throw new Error(`no model ${name}`);
    return model;
  };

  it("counts tokens once for each epoch, and knows a price where there is one", async () => {
    const prepared = prepareFineTuning(rows);
    const estimate = await estimateFineTuning(prepared, modelNamed("gpt-4.1"), 2);
    expect(estimate.billedTokens).toBe(estimate.trainingTokens * 2);
    expect(estimate.trainingUsd).toBeCloseTo((estimate.billedTokens / 1e6) * 2, 12);
    expect(estimate.prices?.source).toMatch(/^https:/);
  });

  it("invents no price", async () => {
    const estimate = await estimateFineTuning(prepareFineTuning(rows), modelNamed("gpt-4.1-mini"), 1);
    expect(estimate).not.toHaveProperty("trainingUsd");
    expect(estimate.trainingTokens).toBeGreaterThan(40 * 20);
  });
});
