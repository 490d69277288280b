import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRuleRouter } from "../../modules/src/routers/rule.ts";
import { runKit } from "./kit.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const question = {
  id: "q1",
  benchmark: "mmlu",
  domain: "virology",
  prompt: "Prove that there are infinitely many primes.",
  weak_correct: true,
  strong_correct: false,
  own: { kept: [1, 2] },
};
const label = { id: "p1", prompt: "Hello!", target: "local", language: "en" };

const lines = (...rows: readonly (object | string)[]) =>
  rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");

const parse = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line): Record<string, unknown> => JSON.parse(line));

/** Routes a file of these contents with a router, and gives the rows that were written. */
async function route(text: string, ...flags: string[]) {
  const folder = temporaryFolder({ "rows.jsonl": text });
  const output = join(folder, "scored.jsonl");
  const args = ["--input", join(folder, "rows.jsonl"), "--output", output, ...flags];
  const result = await runScript(
    "route.ts",
    flags.includes("--router") ? args : ["--router", "rule", ...args],
  );
  const written = existsSync(output) ? readFileSync(output, "utf8") : undefined;
  return { ...result, folder, written, rows: written === undefined ? [] : parse(written) };
}

/** A router of a learner's own, as a file. */
const ownRouter = (body: string) => `export default {
  name: "mine",
  async route(query) {
    ${body}
    return { router: "mine", target: "cloud", reason: "", score: query.length, threshold: 3, margin: 0,
      runnerUp: "local", confidence: 0.9, scores: { same: 1 }, signals: [], ms: 0.5, skipped: [] };
  },
};
`;

describe("npm run route", () => {
  test("adds what the router decides and keeps every field", async () => {
    const { code, out, err, rows } = await route(lines(question, "", label));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /scored\.jsonl: 2 rows scored by rule, 50\.0 % of them to the strong model; \d+\.\d\d ms/,
    );
    const decision = await createRuleRouter().route(question.prompt);
    expect(rows[0]).toEqual({
      ...question,
      router: "rule",
      score: decision.score,
      threshold: decision.threshold,
      target: "cloud",
      ms: expect.any(Number),
    });
    expect(rows[1]).toMatchObject({ id: "p1", target_label: "local", target: "local", language: "en" });
  });

  test("routes a scored file anew without taking an old decision for a label", async () => {
    const first = await route(lines(question, label));
    const again = await route(first.written ?? "", "--router", "length");
    expect(again.rows[0]).toMatchObject({ router: "length", own: question.own });
    expect(again.rows[0]).not.toHaveProperty("target_label");
    expect(again.rows[1]).toMatchObject({ router: "length", target_label: "local" });
  });

  test("reads a byte order mark, Windows line ends, U+2028 inside a text, and 100 kB on a line", async () => {
    const odd = [
      { ...question, prompt: `one\u2028two` },
      { ...question, prompt: "word ".repeat(20_000) },
      { ...question, prompt: "" },
    ];
    const text = `\uFEFF${odd.map((row) => JSON.stringify(row)).join("\r\n")}`;
    const { code, rows } = await route(text);
    expect(code).toBe(0);
    expect(rows.map(({ prompt }) => prompt)).toEqual(odd.map(({ prompt }) => prompt));
  });

  test.each<[string, string, RegExp]>([
    [
      "a broken line",
      lines(question, '{"prompt": "x'),
      /^rows\.jsonl line 2 is no JSON object\. Each line is one JSON/,
    ],
    ["a list", lines("[1]"), /^rows\.jsonl line 1 is no JSON object\./],
    ["a row without a prompt", lines(question, "", { id: "x" }), /^rows\.jsonl line 3 has no prompt\./],
    ["a prompt that is a number", lines({ prompt: 7 }), /^rows\.jsonl line 1 has a prompt that is no text\./],
    ["an empty file", "", /^rows\.jsonl has no rows\./],
    ["an empty file with line ends", "\r\n\r\n", /^rows\.jsonl has no rows\./],
  ])("names the line of %s and writes nothing", async (_, text, message) => {
    const { code, out, err, folder } = await route(text);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(["rows.jsonl"]);
  });

  test("leaves the output of before alone when a row cannot be routed, and names its line", async () => {
    const folder = temporaryFolder({
      "mine.mjs": ownRouter('if (query === "bad") throw new Error("no idea");'),
      "rows.jsonl": lines({ prompt: "good" }, "", { prompt: "bad" }),
      "scored.jsonl": "as it was\n",
    });
    const at = (name: string) => join(folder, name);
    const args = ["--router", at("mine.mjs"), "--input", at("rows.jsonl"), "--output", at("scored.jsonl")];
    const stopped = await runScript("route.ts", args);
    expect(stopped).toEqual({
      code: 1,
      out: "",
      err: "Line 3: the router mine could not decide: no idea With --keep-going such rows are written without a score.\n",
    });
    expect(readFileSync(at("scored.jsonl"), "utf8")).toBe("as it was\n");
    expect(readdirSync(folder)).toHaveLength(3);

    const kept = await runScript("route.ts", [...args, "--keep-going"]);
    expect(kept.code).toBe(0);
    expect(kept.out).toMatch(/1 rows scored by mine.*1 that it could not decide on/);
    const rows = parse(readFileSync(at("scored.jsonl"), "utf8"));
    expect(rows[0]).toMatchObject({
      score: 4,
      confidence: 0.9,
      scores: { same: 1 },
      ms: 0.5,
      target: "cloud",
    });
    expect(rows[1]).toEqual({ prompt: "bad", router: "mine", error: "no idea" });
  });

  test("refuses a score that is no number", async () => {
    const folder = temporaryFolder({ "mine.mjs": ownRouter("return { score: NaN };") });
    const { code, err, written } = await route(lines(question), "--router", join(folder, "mine.mjs"));
    expect(code).toBe(1);
    expect(err).toMatch(/^Line 1: the router mine could not decide: gave the score NaN/);
    expect(written).toBeUndefined();
  });

  test("gives a router that takes several rows at once all of them, and asks none of them again when one fails", async () => {
    const batch = `const answer = (query) => ({ router: "mine", target: "local", reason: "", score: 0, threshold: 1,
        margin: 1, runnerUp: "cloud", signals: [], ms: 0, skipped: [] });
      export default {
        name: "mine",
        async route(query) { process.stderr.write("asked again\\n"); return answer(query); },
        async routeAll(queries) {
          process.stderr.write("batch of " + queries.length + "\\n");
          if (queries.includes("bad")) throw new Error("one of them");
          return queries.map(answer);
        },
      };`;
    const folder = temporaryFolder({ "mine.mjs": batch });
    const flags = ["--router", join(folder, "mine.mjs")];
    const many = Array.from({ length: 40 }, (_, at) => ({ prompt: `p${at}` }));
    const good = await route(lines(...many), ...flags);
    expect(good.err).toBe("batch of 32\nbatch of 8\n");
    expect(good.rows.map(({ prompt }) => prompt)).toEqual(many.map(({ prompt }) => prompt));
    const bad = await route(lines({ prompt: "good" }, { prompt: "bad" }), ...flags);
    expect(bad.err).toMatch(
      /^batch of 2\nOne of the lines 1 to 2: the router mine could not decide: one of them/,
    );
    expect(bad.written).toBeUndefined();
  });

  test("decides at another threshold, and drops a confidence that was for the other route", async () => {
    const folder = temporaryFolder({ "mine.mjs": ownRouter("") });
    const flags = ["--router", join(folder, "mine.mjs"), "--threshold", "10"];
    const { rows } = await route(lines({ prompt: "short" }, { prompt: "rather a long one" }), ...flags);
    expect(rows[0]).toMatchObject({ score: 5, threshold: 10, target: "local" });
    expect(rows[0]).not.toHaveProperty("confidence");
    expect(rows[1]).toMatchObject({ target: "cloud", confidence: 0.9 });
  });

  test("stops after --limit rows", async () => {
    expect((await route(lines(question, question, question), "--limit", "2")).rows).toHaveLength(2);
  });

  test("reads standard input and writes to standard output, rows only", async () => {
    const args = ["--router", "rule", "--input", "-", "--output", "-"];
    const { code, out, err } = await runScript("route.ts", args, { input: lines(question, label) });
    expect(code).toBe(0);
    expect(parse(out).map(({ id }) => id)).toEqual(["q1", "p1"]);
    expect(err).toMatch(/^2 rows scored by rule/);
    const broken = await runScript("route.ts", args, { input: lines(question, "oops") });
    expect(broken).toMatchObject({ code: 1, out: "" });
    expect(broken.err).toMatch(/^standard input line 2 is no JSON object/);
  });

  test("scores ten thousand rows in their order", async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      id: at,
      prompt: `What is ${at} plus ${at + 1}?`,
    }));
    const { code, rows } = await route(lines(...many));
    expect(code).toBe(0);
    expect(rows.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
  });

  test("leaves nothing behind when it is stopped", async () => {
    const folder = temporaryFolder({
      "mine.mjs": ownRouter(
        'process.stderr.write("asked\\n"); await new Promise((done) => setTimeout(done, 600_000));',
      ),
      "rows.jsonl": lines(question),
    });
    const kit = runKit(process.execPath, [
      ...["scripts/route.ts", "--router", join(folder, "mine.mjs")],
      ...["--input", join(folder, "rows.jsonl"), "--output", join(folder, "scored.jsonl")],
    ]);
    await kit.waitFor(/asked/);
    kit.pressCtrlC();
    expect(await kit.ended).toBe(130);
    expect(readdirSync(folder).toSorted()).toEqual(["mine.mjs", "rows.jsonl"]);
  });

  test.each<[string[], RegExp]>([
    [["--router", "ruel"], /^There is no router named "ruel"\. Did you mean rule\?\n$/],
    [["--router", "zzzzzz"], /^There is no router named "zzzzzz"\. There are: rule, /],
    [["--router", "./nowhere.ts"], /^There is no file \.\/nowhere\.ts with a router\.\n$/],
    [["--treshold", "1"], /^Unknown option '--treshold'\. See --help\.\n$/],
    [["--threshold", "7"], /^--threshold must be a number from 0 to 1, not "7"\. See --help\.\n$/],
    [["--threshold", "high"], /^--threshold must be a number, not "high"\. See --help\.\n$/],
    [["--limit", "0"], /^--limit must be a whole number from 1, not "0"\. See --help\.\n$/],
  ])("explains %j in one line", async (flags, message) => {
    const result = await route(lines(question), ...flags);
    expect(result).toMatchObject({ code: 2, out: "", err: expect.stringMatching(message) });
    expect(result.written).toBeUndefined();
  });

  test("names what is missing, what cannot be read and what cannot be written", async () => {
    const folder = temporaryFolder({ "rows.jsonl": lines(question), "latin.jsonl": "" });
    const at = (name: string) => join(folder, name);
    writeFileSync(at("latin.jsonl"), Buffer.from('{"prompt": "caf\xe9"}\n', "latin1"));
    mkdirSync(at("taken"));
    const run = (...args: string[]) => runScript("route.ts", ["--router", "rule", ...args]);
    expect((await run("--input", at("rows.jsonl"))).err).toBe("--output is missing. See --help.\n");
    const one = (input: string, output: string) => run("--input", at(input), "--output", at(output));
    expect(await one("none.jsonl", "s")).toMatchObject({
      code: 1,
      err: "none.jsonl cannot be read (ENOENT).\n",
    });
    expect((await one("latin.jsonl", "s")).err).toBe("latin.jsonl is no UTF-8 text. Save it as UTF-8.\n");
    expect((await one("rows.jsonl", "taken")).err).toMatch(/^taken cannot be written \(E[A-Z]+\)\.\n$/);
    expect(readdirSync(folder).toSorted()).toEqual(["latin.jsonl", "rows.jsonl", "taken"]);
  });

  test("says what a file with a router lacks", async () => {
    const folder = temporaryFolder({ "none.mjs": "export default {};", "broken.mjs": "export default {" });
    const none = await route(lines(question), "--router", join(folder, "none.mjs"));
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringMatching(/none\.mjs exports no router: it needs /),
    });
    const broken = await route(lines(question), "--router", join(folder, "broken.mjs"));
    expect(broken).toMatchObject({ code: 1, err: expect.stringMatching(/broken\.mjs cannot be loaded: /) });
    expect(broken.err.trim().split("\n")).toHaveLength(1);
  });
});

describe("the routers that npm run route knows", () => {
  const nothingLocal = { LOCAL_MODEL_ENDPOINT: "http://127.0.0.1:9", LOCAL_MODEL_NAME: "none" };

  async function routeWith(router: string, environment: Readonly<Record<string, string>> = {}) {
    const args = ["--router", router, "--input", "-", "--output", "-"];
    const result = await runScript("route.ts", args, { input: lines(question, label), environment });
    return { ...result, rows: result.code === 0 ? parse(result.out) : [] };
  }

  test.each(["rule", "intent", "task", "always-local", "always-cloud", "length", "word-count", "random-mix"])(
    "%s",
    async (router) => {
      const { rows, err } = await routeWith(router);
      expect(rows).toHaveLength(2);
      for (const row of rows)
        expect(row).toMatchObject({ router, score: expect.any(Number), ms: expect.any(Number) });
      expect(err).toMatch(new RegExp(`^2 rows scored by ${router}, `));
    },
  );

  test("bert, with the probabilities of outcomes; its time to load is none of the first row's", async () => {
    const { rows } = await routeWith("bert");
    const [hard, easy] = rows;
    expect(Object.keys(Object(hard?.scores))).toEqual(
      expect.arrayContaining(["weak_better", "same", "strong_better"]),
    );
    expect(hard?.confidence).toBeGreaterThan(0);
    expect(Number(hard?.score)).not.toBe(Number(easy?.score));
    const threshold = await routeWith("bert", { BERT_SCORE_THRESHOLD: "0" });
    expect(threshold.rows.map((row) => row.target)).toEqual(["cloud", "cloud"]);
  });

  test("bert without its model: one line that says what to do, and nothing written", async () => {
    const { code, out, err } = await routeWith("bert", { BERT_MODEL_PATH: "nowhere" });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/nowhere/);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("phi with a server that does not answer: the line is named, in one line", async () => {
    const { code, out, err } = await routeWith("phi", nothingLocal);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^Line 1: the router phi could not decide: /);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("hybrid, which says who decided and who could not", async () => {
    const { rows } = await routeWith("hybrid", { ...nothingLocal, ROUTER_PRIORITY: "phi,rule" });
    expect(rows[0]).toMatchObject({ router: "hybrid", decided_by: "rule" });
    expect(rows[0]?.skipped).toEqual([{ router: "phi", reason: expect.any(String) }]);
  });

  test("those that are switched off in .env are named as such", async () => {
    const { code, err } = await routeWith("bert", { ENABLE_BERT_ROUTER: "false" });
    expect(code).not.toBe(0);
    expect(err).toMatch(/ENABLE_BERT_ROUTER/);
  });
});
