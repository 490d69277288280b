import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRandom } from "../../modules/src/core/random.ts";
import { apgr, callsForQuality, costQualityCurve } from "../../modules/src/evaluation/index.ts";
import type { FileComparison } from "../scoring/compare-files.ts";
import type { EvaluationReport } from "../scoring/evaluation-report.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const random = createRandom(9);

/** Questions of two benchmarks; a hard one begins with another word, is longer and has a higher score. */
const outcomes = Array.from({ length: 300 }, (_, at) => {
  const hard = random() < 0.5;
  const score = Math.min(1, random() * 0.6 + (hard ? 0.4 : 0));
  return {
    id: `q${at}`,
    benchmark: at % 3 === 0 ? "gsm8k" : "mmlu",
    domain: at % 2 === 0 ? "virology" : "anatomy",
    prompt: `${hard ? "Prove" : "Name"} ${"x ".repeat(1 + Math.floor(random() * 20))}`,
    weak_correct: random() < (hard ? 0.3 : 0.9),
    strong_correct: random() < 0.9,
    router: "mine",
    score,
    threshold: 0.5,
    target: score >= 0.5 ? "cloud" : "local",
    ms: at / 100,
  };
});

/** The same questions scored by lots. */
const byLots = outcomes.map((row) => {
  const score = random();
  return { ...row, router: "lots", score, target: score >= 0.5 ? "cloud" : "local" };
});

const labelled = Array.from({ length: 60 }, (_, at) => ({
  id: `p${at}`,
  prompt: `prompt ${at}`,
  target_label: at % 2 === 0 ? "cloud" : "local",
  language: at % 3 === 0 ? "it" : "en",
  style: at % 5 === 0 ? "typos" : "clean",
  template: `t${at % 12}`,
  router: "mine",
  score: at % 2 === 0 ? 0.9 : 0.2,
  // Every tenth decision is wrong.
  target: (at % 2 === 0) === (at % 10 !== 0) ? "cloud" : "local",
  ms: 1,
}));

const lines = (rows: readonly (object | string)[]) =>
  rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");

async function evaluate(files: Readonly<Record<string, string>>, ...flags: string[]) {
  const folder = temporaryFolder(files);
  const inputs = Object.keys(files).flatMap((name) => ["--input", join(folder, name)]);
  return await runScript("evaluate.ts", [...inputs, "--resamples", "60", ...flags]);
}

async function reportOf(
  files: Readonly<Record<string, string>>,
  ...flags: string[]
): Promise<EvaluationReport> {
  const { code, out, err } = await evaluate(files, "--json", ...flags);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
}

const BASELINES = [
  ...["always-weak", "always-strong", "random", "cost-matched-mix", "length", "first-word", "oracle"],
];

describe("npm run evaluate on outcomes", () => {
  test("has RouteLLM's figures of all questions and each benchmark, beside every baseline", async () => {
    const { files } = await reportOf({ "s.jsonl": lines(outcomes) });
    const groups = files[0]?.outcomes?.groups ?? [];
    expect(groups.map(({ name, rows }) => [name, rows])).toEqual([
      ["all", 300],
      ["gsm8k", 100],
      ["mmlu", 200],
    ]);
    for (const { scores } of groups)
      expect(scores.map(({ router }) => router)).toEqual([...BASELINES, "mine"]);
    const curve = costQualityCurve(
      outcomes.map((row) => ({ ...row, weakRight: row.weak_correct, strongRight: row.strong_correct })),
      ({ score }) => score,
    );
    const own = groups[0]?.scores.at(-1);
    expect(own?.apgr.value).toBeCloseTo(apgr(curve), 12);
    expect(own?.callsForHalf.value).toBeCloseTo(callsForQuality(curve, 0.5), 12);
    expect(own?.callsForMost.value).toBeCloseTo(callsForQuality(curve, 0.8), 12);
    expect(own?.apgr.low).toBeLessThan(own?.apgr.value ?? 0);
    expect(own?.atThreshold?.strongShare.value).toBeCloseTo(
      outcomes.filter(({ target }) => target === "cloud").length / 300,
      12,
    );
    expect(files[0]?.outcomes?.domains).toHaveLength(4);
    expect(files[0]?.ms).toEqual({ p50: 1.49, p95: 2.84 });
    expect(groups[0]?.calibration.map(({ probability, event }) => [probability, event])).toEqual([
      ["score", "the weak model is wrong"],
    ]);
  });

  test("says the same in words", async () => {
    const { code, out, err } = await evaluate({ "s.jsonl": lines(outcomes) });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of [...BASELINES, "mine"])
      expect(out).toMatch(new RegExp(`^${name} +\\d\\.\\d{3} `, "m"));
    for (const word of ["APGR", "CPT50", "CPT80", "AUC", "ECE of score, as the probability that the weak"])
      expect(out).toContain(word);
    expect(out).toMatch(/^mine beats random in APGR: /m);
    expect(out).toMatch(/Costs are list prices read \d{4}-\d\d-\d\d: strong gpt-4o \(2\.5 and 10 USD/);
    expect(out).toContain("mmlu/virology");
  });

  test("takes the costs that rows carry, and follows another threshold", async () => {
    const priced = outcomes.map((row) => ({ ...row, weak_cost_usd: 0.001, strong_cost_usd: 0.003 }));
    const { files } = await reportOf({ "s.jsonl": lines(priced) }, "--threshold", "0.8");
    const all = files[0]?.outcomes?.groups[0];
    expect(all?.costs).toBe("Costs are those that the rows carry.");
    const strong = outcomes.filter(({ score }) => score >= 0.8).length / 300;
    const { strongShare, costUsd } = all?.scores.at(-1)?.atThreshold ?? {};
    expect(strongShare?.value).toBeCloseTo(strong, 12);
    expect(costUsd?.value).toBeCloseTo(1000 * (strong * 0.003 + (1 - strong) * 0.001), 9);
    const always = new Map(
      all?.scores.map(({ router, atThreshold }) => [router, atThreshold?.costUsd?.value]),
    );
    expect(always.get("always-weak")).toBeCloseTo(1);
    expect(always.get("always-strong")).toBeCloseTo(3);
  });

  test("measures class probabilities and confidence where rows carry them", async () => {
    const sure = outcomes.map((row) => ({
      ...row,
      confidence: 0.8,
      scores: { weak_better: 0.05, same: 0.7, strong_better: 0.25 },
    }));
    const { files } = await reportOf({ "s.jsonl": lines(sure) });
    const figures = files[0]?.outcomes?.groups[0]?.calibration ?? [];
    expect(figures.map(({ probability }) => probability)).toEqual([
      ...["scores.strong_better", "scores.weak_better", "confidence", "score"],
    ]);
    const gains = outcomes.filter((row) => row.strong_correct && !row.weak_correct).length / 300;
    expect(figures[0]?.error.value).toBeCloseTo(Math.abs(gains - 0.25), 9);
  });

  test("judges the test split of a file that has one, unless told otherwise", async () => {
    const split = outcomes.map((row, at) => ({ ...row, split: at < 100 ? "test" : "dev" }));
    const file = { "s.jsonl": lines(split) };
    expect((await reportOf(file)).files[0]).toMatchObject({ rows: 100, split: "test", leftOut: 200 });
    expect((await reportOf(file, "--split", "all")).files[0]).toMatchObject({ rows: 300, leftOut: 0 });
    expect((await reportOf(file, "--split", "dev")).files[0]).toMatchObject({ rows: 200, leftOut: 100 });
  });

  test("says that there is nothing to win back where the strong model is no better", async () => {
    const equal = outcomes.map((row) => ({ ...row, strong_correct: row.weak_correct }));
    const { code, out } = await evaluate({ "s.jsonl": lines(equal) });
    expect(code).toBe(0);
    expect(out).toContain("There is nothing to win back here: APGR and CPT say nothing.");
    expect(out).not.toContain("NaN");
  });
});

describe("npm run evaluate on several files", () => {
  test("compares them question by question, and names the better one", async () => {
    const { files, comparisons } = await reportOf({
      "a.jsonl": lines(outcomes),
      "b.jsonl": lines(byLots.toReversed()),
    });
    expect(files).toHaveLength(2);
    expect(comparisons).toHaveLength(1);
    expect(comparisons[0]).toMatchObject({ left: "mine", right: "lots", rows: 300, winner: "mine" });
  });

  test("names no winner inside the interval, and tells files of one router apart", async () => {
    const { comparisons, files } = await reportOf({ "a.jsonl": lines(outcomes), "b.jsonl": lines(outcomes) });
    expect(files.map(({ router }) => router)).toEqual(["mine (a.jsonl)", "mine (b.jsonl)"]);
    expect(comparisons[0]?.winner).toBeUndefined();
    expect(comparisons[0]?.reason).toMatch(/^No winner between mine \(a\.jsonl\) and mine \(b\.jsonl\)/);
  });

  test("compares only the questions that both hold", async () => {
    const { comparisons } = await reportOf({
      "a.jsonl": lines(outcomes.slice(0, 200)),
      "b.jsonl": lines(byLots.slice(100)),
      "c.jsonl": lines(labelled),
    });
    expect(comparisons.map(({ rows }: FileComparison) => rows)).toEqual([100]);
  });
});

describe("npm run evaluate on labels", () => {
  test("has accuracy and recall by language and style, beside every baseline", async () => {
    const { files } = await reportOf({ "s.jsonl": lines(labelled) });
    const labels = files[0]?.labels;
    expect(labels?.scores.map(({ router }) => router)).toEqual([
      ...["random", "always-local", "always-cloud", "random-mix", "length", "word-count", "first-word"],
      ...["oracle", "mine"],
    ]);
    expect(labels?.scores.at(-1)).toMatchObject({ accuracy: 0.9, cloudRecall: 0.8, areaUnderRoc: 1 });
    expect(labels?.byLanguage.map(({ name, rows }) => [name, rows])).toEqual([
      ["it", 20],
      ["en", 40],
    ]);
    expect(labels?.byStyle.find(({ name }) => name === "typos")?.accuracy).toBeCloseTo(0.5);
    expect(files[0]?.outcomes).toBeUndefined();
    const { out } = await evaluate({ "s.jsonl": lines(labelled) });
    expect(out).toContain("Labels: 60 rows. A label is an opinion, not an outcome");
    expect(out).toMatch(/^ {2}it +20 +90\.0 %/m);
  });

  test("says how a router stands slips, by the clean rows that ask the same", async () => {
    const clean = labelled.slice(0, 20);
    const slips = clean.map((row, at) => ({
      ...row,
      id: `${row.id}-typos`,
      prompt: `${row.prompt} tpyo`,
      style: "typos",
      variantOf: row.id,
      target: at < 5 ? "cloud" : row.target,
    }));
    const { files } = await reportOf({ "s.jsonl": lines([...clean, ...slips]) });
    const same = clean.filter(({ target }, at) => at >= 5 || target === "cloud").length / 20;
    expect(files[0]?.labels?.robustness).toMatchObject([{ style: "typos", pairs: 20, sameDecision: same }]);
    const { out } = await evaluate({ "s.jsonl": lines([...clean, ...slips]) });
    expect(out).toMatch(/^mine on typos: the same route as for the 20 clean rows that ask the same in \d+/m);
  });

  test("asks for a threshold when rows are not decided", async () => {
    const undecided = labelled.map(({ target: _, ...row }) => row);
    expect((await evaluate({ "s.jsonl": lines(undecided) })).out).toContain(
      "Say where to decide: --threshold X.",
    );
    const { files } = await reportOf({ "s.jsonl": lines(undecided) }, "--threshold", "0.5");
    expect(files[0]?.labels?.scores.at(-1)?.accuracy).toBe(1);
  });
});

describe("npm run evaluate on files that cannot be true together", () => {
  test("refuses outcomes that contradict each other, naming the row", async () => {
    const other = byLots.map((row) => (row.id === "q7" ? { ...row, weak_correct: !row.weak_correct } : row));
    const { code, out, err } = await evaluate({ "s.jsonl": lines(outcomes), "o.jsonl": lines(other) });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toBe(
      's.jsonl line 8 and o.jsonl line 8 say different things of what became of "q7". Score the same rows with both routers.\n',
    );
  });

  test("prints no APGR where the strong model is the worse one", async () => {
    const turned = outcomes.map((row) => ({
      ...row,
      weak_correct: row.strong_correct,
      strong_correct: row.weak_correct,
    }));
    const { out } = await evaluate({ "s.jsonl": lines(turned) });
    expect(out).toContain("There is nothing to win back here");
    expect(out).toMatch(/^random +- +- /m);
    expect(out).not.toContain("NaN");
  });
});

describe("npm run evaluate on odd files", () => {
  test("names the rows that do not count, and judges the others", async () => {
    const { id: _, ...nameless } = outcomes[0] ?? {};
    const text = lines([...outcomes, { ...nameless, score: null }, { prompt: "x", score: 1 }]);
    const { code, out } = await evaluate({ "s.jsonl": `\uFEFF${text.replaceAll("\n", "\r\n")}` });
    expect(code).toBe(0);
    expect(out).toContain("mine on s.jsonl: 300 rows.");
    expect(out).toContain("2 rows of it are not counted:\n  s.jsonl line 301 has no score\n");
    expect(out).toContain(
      "  s.jsonl line 302 has neither weak_correct and strong_correct nor target_label\n",
    );
  });

  test("copes with one row, and with a prompt of 100 kB", async () => {
    const long = { ...outcomes[0], prompt: "word ".repeat(20_000) };
    const { code, out, err } = await evaluate({ "s.jsonl": lines([long]) });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).not.toContain("NaN");
  });

  test.each<[string, string, RegExp]>([
    ["a broken line", `${lines(outcomes)}{"id":`, /^s\.jsonl line 301 is no JSON object\.\n$/],
    ["an empty file", "", /^s\.jsonl has no row to judge a router on\. Score rows with npm run route /],
    [
      "rows without scores",
      lines([{ prompt: "x" }]),
      /^s\.jsonl has no row to judge a router on: line 1 has no score\./,
    ],
    ["two routers", lines([...outcomes, ...byLots]), /^s\.jsonl has scores of several routers: mine, lots\./],
  ])("refuses %s in one line", async (_, text, message) => {
    const { code, out, err } = await evaluate({ "s.jsonl": text });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test.each<[string[], RegExp]>([
    [[], /^--input is missing\. See --help\.\n$/],
    [
      ["--input", "x", "--split", "train"],
      /^--split must be test, dev or all, not "train"\. See --help\.\n$/,
    ],
    [["--input", "x", "--strong-model", "gpt-4p"], /^There is no model "gpt-4p"\. Did you mean gpt-4o\?\n$/],
    [["--input", "x", "--resamples", "-3"], /^Option '--resamples' argument is ambiguous/],
    [["--input", "x", "--resamples", "1e9"], /^--resamples must be a whole number from 1, not "1e9"\./],
  ])("explains %j in one line", async (args, message) => {
    const { code, out, err } = await runScript("evaluate.ts", args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
