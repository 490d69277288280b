import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeQuery, scoreComplexity } from "./analyze-query.ts";
import { READ_CHARACTERS } from "./cut-text.ts";
import { readRules } from "./read-rules.ts";
import { createRuleRouter } from "./rule.ts";
import { type RuleSet, type RuleSignal, withThreshold } from "./rule-set.ts";

const about = "For this test.";

/** Rules of one signal worth 0.3 above a base of 0.3. */
const only = (signal: Partial<RuleSignal>): RuleSet => ({
  base: 0.3,
  threshold: 0.5,
  signals: [{ name: "sign", about, weight: 0.3, ...signal }],
});

const en = (...words: string[]) => ({ words: { en: words } });

const found = (query: string, signal: Partial<RuleSignal>) =>
  analyzeQuery(query, only(signal)).signals[0]?.value;

describe("a word", () => {
  test.each([
    ["hi", "Hi!", true],
    ["hi", "machine", false],
    ["hi", "hi-fi", true],
    ["hi", "chi", false],
    ["hi", "hi2", false],
    ["hi", "_hi", false],
    ["plan", "planet", false],
    ["plan", "airplane", false],
    ["plan", "Plan: none", true],
    ["perché", "perche no", true],
    ["perché", "PERCHÉ?", true],
    ["perché", "perche\u0301", true],
    ["karşılaştır", "KARŞILAŞTIR", true],
    ["ıspat", "ISPAT", true],
    ["ispat", "İspat", true],
    ["algorithme", "l'algorithme", true],
    ["trade-off", "the trade-off", true],
    ["trade-off", "the trade off", true],
    ["trade-off", "trade-offs", false],
    ["step by step", "Step  by\nstep", true],
    ["step by step", "step by", false],
    ["explain*", "it explains", true],
    ["explain*", "unexplained", false],
    ["avantaj* ve dezavantaj*", "avantajları ve dezavantajları", true],
    ["vergleich*", "Preisvergleich", false],
  ])("%j in %j: %j", (word, query, expected) => {
    expect(found(query, en(word)) !== undefined).toBe(expected);
  });

  test("of German is found without its umlauts, and one of another language is not", () => {
    expect(found("erklaere das", { words: { de: ["erkläre"] } })).toBe("erkläre");
    expect(found("coeur", { words: { fr: ["cör"] } })).toBeUndefined();
  });

  test("is told as it is written in the rules, up to three, one for each place", () => {
    const words = { en: ["compare", "why", "prove", "derive"], fr: ["compar*"] };
    expect(found("Derive, prove, compare, why?", { words })).toBe("derive, prove, compare");
  });
});

describe("a condition", () => {
  test.each<[string, Partial<RuleSignal>, string | number | undefined]>([
    ["a b c", { atMostWords: 3 }, 3],
    ["a b c d", { atMostWords: 3 }, undefined],
    ["a b c", { atLeastWords: 3 }, 3],
    ["what's trade-off", { atLeastWords: 3 }, undefined],
    ["go on now", { ...en("go"), atMostWords: 2 }, undefined],
    ["must go", { ...en("must", "without", "each"), atLeastFinds: 2 }, undefined],
    ["must, must go", { ...en("must", "without", "each"), atLeastFinds: 2 }, undefined],
    ["must go without", { ...en("must", "without", "each"), atLeastFinds: 2 }, "must, without"],
    ["not urgent", { pattern: "URGENT" }, undefined],
    ["this is URGENT", { pattern: "URGENT" }, "URGENT"],
    ["this is urgent", { ...en("urgent"), pattern: "URGENT" }, "urgent"],
  ])("%j with %j finds %j", (query, signal, expected) => {
    expect(found(query, signal)).toBe(expected);
  });
});

describe("the score", () => {
  test("is the base and the weights of all signals, held within 0 and 1", () => {
    const signals = [
      { name: "up", about, weight: 0.6, words: { en: ["up"] } },
      { name: "down", about, weight: -0.9, words: { en: ["down"] } },
    ];
    const rules = { base: 0.5, threshold: 0.5, signals };
    expect(scoreComplexity("neither", rules)).toBe(0.5);
    expect(scoreComplexity("up", rules)).toBe(1);
    expect(scoreComplexity("down", rules)).toBe(0);
    expect(scoreComplexity("up and down", rules)).toBeCloseTo(0.2);
  });

  test("is the decision's, with everything that led to it", async () => {
    const decision = await createRuleRouter({ rules: only({ ...en("prove"), name: "reasoning" }) }).route(
      "Prove it",
    );
    expect(decision).toMatchObject({
      router: "rule",
      target: "cloud",
      reason: "cloud: score 0.60 reaches 0.50 (reasoning).",
      base: 0.3,
      score: 0.6,
      threshold: 0.5,
      margin: 0.1,
      runnerUp: "local",
      signals: [{ name: "reasoning", value: "prove", weight: 0.3 }],
      skipped: [],
    });
    expect(decision.confidence).toBeUndefined();
  });

  test("asks the cloud from the threshold on", async () => {
    const rules = only(en("go"));
    const target = async (threshold: number) =>
      (await createRuleRouter({ rules, threshold }).route("go")).target;
    expect(await target(0.6)).toBe("cloud");
    expect(await target(0.601)).toBe("local");
  });

  test("comes with words and tokens", () => {
    expect(analyzeQuery("It's a test of six words", only(en("x")))).toMatchObject({
      words: 6,
      estimatedTokens: 7,
    });
  });
});

describe("a very long query", () => {
  const mark = only(en("mark"));
  const filler = "word ".repeat(20_000);

  test("is looked at from both ends, and a signal of no weight says so", () => {
    for (const query of [`mark ${filler}`, `${filler} mark`]) {
      const { score, signals, words } = analyzeQuery(query, mark);
      expect(score).toBe(0.6);
      expect(words).toBeLessThanOrEqual(READ_CHARACTERS);
      expect(signals.at(-1)).toMatchObject({ name: "cut", weight: 0 });
      expect(signals.at(-1)?.value).toMatch(/^\d{4} of \d{6} characters looked at$/);
    }
    expect(analyzeQuery(`${filler} mark ${filler}`, mark).score).toBe(0.3);
  });

  test("says so as soon as one character is left out", () => {
    expect(analyzeQuery("x".repeat(READ_CHARACTERS), mark).signals).toEqual([]);
    expect(analyzeQuery("x".repeat(READ_CHARACTERS + 1), mark).signals).toEqual([
      { name: "cut", value: "4000 of 4001 characters looked at", weight: 0 },
    ]);
  });

  test("is cut between words only", () => {
    for (let shift = 0; shift < 12; shift++) {
      const query = `${"x".repeat(shift)} ${"demarked ".repeat(1000)}`;
      expect(analyzeQuery(query, mark).score).toBe(0.3);
    }
  });

  test.each([
    ["100 kB of one letter", "x".repeat(100_000), "100000 characters"],
    ["a long line without a space", "x".repeat(1800), "1800 characters"],
    ["100 kB of words", filler, expect.stringMatching(/^at least [78]\d\d$/)],
  ])("without an end in sight counts as very long and not as short: %s", async (_, query, value) => {
    const { signals, score } = await createRuleRouter().route(query);
    const names = signals.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["medium", "long", "very-long"]));
    expect(names).not.toContain("short");
    expect(score).toBeGreaterThanOrEqual(0.5);
    for (const name of ["medium", "long", "very-long"])
      expect(signals.find((signal) => signal.name === name)?.value).toEqual(value);
  });

  test("of nothing but white space is neither short nor long: only its ends were looked at", async () => {
    const { signals } = await createRuleRouter().route(`1${" ".repeat(100_000)}1`);
    expect(signals.map(({ name }) => name)).toEqual(["cut"]);
  });

  test("may be one single word", () => {
    expect(analyzeQuery("x".repeat(100_000), mark).words).toBe(2);
  });
});

describe("whatever the text", () => {
  const router = createRuleRouter();

  test.each([
    ["nothing", ""],
    ["white space", " \n\t "],
    ["emoji only", "🦜🦜👩‍👩‍👧❤️"],
    ["right to left", "ما هي عاصمة فرنسا؟"],
    ["NUL", "a\u0000b"],
    ["lone surrogates", "\ud83d hello \udc00"],
    ["100 kB of words", "why ".repeat(25_000)],
    ["100 kB without a space", "a1(=?;".repeat(17_000)],
    ["100 kB of question marks", "? ".repeat(50_000)],
    ["100 kB of white space", `1${" ".repeat(100_000)}1`],
    ["100 kB of combining marks", "e\u0301\u0301".repeat(33_000)],
  ])("decides on %s", async (_, query) => {
    const { score, target } = await router.route(query);
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
    expect(["local", "cloud"]).toContain(target);
  });

  test("score, target, margin and runner-up fit together", async () => {
    const rules = readRules();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: "binary" }), fc.lorem()), async (query) => {
        const { score, target, margin, runnerUp, threshold, signals } = await router.route(query);
        const sum = signals.reduce((total, { weight }) => total + weight, rules.base);
        expect(score).toBeCloseTo(Math.min(1, Math.max(0, sum)), 3);
        expect(target).toBe(score >= threshold ? "cloud" : "local");
        expect(runnerUp).not.toBe(target);
        expect(margin).toBeCloseTo(Math.abs(score - threshold), 3);
      }),
    );
  });

  test("the case of letters and the form of accents change nothing but patterns", () => {
    const { base, threshold, signals } = readRules();
    const words = { base, threshold, signals: signals.filter(({ pattern }) => pattern === undefined) };
    const listed = words.signals.flatMap((signal) => Object.values(signal.words ?? {}).flat());
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...listed), { maxLength: 6 }), (entries) => {
        const query = entries.join(" ").replaceAll("*", "");
        const score = scoreComplexity(query, words);
        expect(scoreComplexity(query.toUpperCase(), words)).toBe(score);
        expect(scoreComplexity(query.normalize("NFD"), words)).toBe(score);
      }),
    );
  });
});

describe("a rule router", () => {
  test.each([7, -0.1, Number.NaN])("refuses the threshold %s in one line", (threshold) => {
    const message = `A threshold must be a number from 0 to 1, not ${threshold}.`;
    const told = expect.objectContaining({ name: "LabError", code: "THRESHOLD_OUT_OF_RANGE", message });
    expect(() => createRuleRouter({ threshold })).toThrow(told);
    expect(() => withThreshold(readRules(), threshold)).toThrow(told);
  });

  test("refuses rules that cannot be used, and names the field", () => {
    const rules = only({ ...en("x"), weight: Number.NaN });
    expect(() => createRuleRouter({ rules })).toThrow(/^rules signals\.0\.weight: /);
    expect(() => createRuleRouter({ rules: only({ pattern: "(" }) })).toThrow(
      "rules signals.0.pattern: is no regular expression",
    );
  });

  test("takes a learner's own signal beside the shipped ones", async () => {
    const shipped = readRules();
    const urgent: RuleSignal = { name: "urgent", about, weight: 1, words: { en: ["urgent"] } };
    const rules = { ...shipped, signals: [...shipped.signals, urgent] };
    expect((await createRuleRouter({ rules }).route("urgent: hello")).target).toBe("cloud");
    expect((await createRuleRouter().route("urgent: hello")).target).toBe("local");
  });
});
