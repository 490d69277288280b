import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildRouterBase } from "../../modules/src/onnx/build-encoder.ts";
import { createBertRouter } from "../../modules/src/routers/bert.ts";
import { writeTinyEncoder } from "../../modules/tests/tiny-encoder.ts";
import { runScript } from "./run-script.ts";

const folder = mkdtempSync(join(tmpdir(), "train-bert-"));
const base = join(folder, "base");
const train = (...args: string[]) => runScript("train-bert.ts", args);

beforeAll(() => {
  writeTinyEncoder(join(folder, "weights"));
  buildRouterBase({ from: join(folder, "weights"), to: base, layer: 1 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, rows: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return file;
}

const outcomes = Array.from({ length: 200 }, (_, at) => ({
  benchmark: "made",
  domain: `d${at % 5}`,
  prompt: at % 2 === 0 ? `what is ${at}` : `prove that the capital of france is not hello and why ${at}`,
  weak_correct: at % 2 === 0,
  strong_correct: true,
}));

describe("npm run train:bert", () => {
  test("writes a router that routes, the same file for the same seed", async () => {
    const data = write("outcomes.jsonl", outcomes);
    const run = async (out: string, seed: string) => {
      const flags = [
        "--data",
        data,
        "--out",
        join(folder, out),
        "--encoder",
        base,
        "--cache",
        join(folder, "cache"),
      ];
      return await train(...flags, "--seed", seed);
    };
    const first = await run("one", "1");
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining("10 of 10 passes, loss ") });
    expect(first.out).toMatch(/Learnt from 200 rows\.[\s\S]*made, held out +\d+ questions +APGR/);
    await run("same", "1");
    await run("other", "2");
    const model = (out: string) => readFileSync(join(folder, out, "model.onnx"));
    expect(model("same").equals(model("one"))).toBe(true);
    expect(model("other").equals(model("one"))).toBe(false);
    expect(readFileSync(join(folder, "one", "README.md"), "utf8")).toContain("| outcomes.jsonl | 200 |");
    const router = createBertRouter({ folder: join(folder, "one") });
    const [easy, hard] = [
      await router.route("what is 3"),
      await router.route("prove that the capital of france is not hello and why 3"),
    ];
    expect(hard.score).toBeGreaterThan(easy.score);
    await router.close();
  }, 120_000);

  test("refuses a file with a bad line or a leak, and writes nothing", async () => {
    const out = join(folder, "refused");
    const bad = write("bad.jsonl", [...outcomes.slice(0, 3), { prompt: "no outcome" }]);
    expect(await train("--data", bad, "--out", out)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^bad\.jsonl line 4: must have weak_correct and strong_correct, or target\.\n?/,
      ),
    });
    const leaking = write("leaking.jsonl", [
      { id: "a", prompt: "What is the capital of France?", target: "local", split: "dev" },
      { id: "b", prompt: "What is the capital of France", target: "local", split: "test" },
    ]);
    expect(await train("--data", leaking, "--out", out)).toMatchObject({
      code: 1,
      err: "leaking.jsonl leaks between its splits: a (dev) and b (test): the same text. Put such rows into one split.\n",
    });
    expect(existsSync(out)).toBe(false);
  }, 120_000);

  test("refuses test rows that another file, or a row without a split, gives away; and a file twice", async () => {
    const out = join(folder, "refused");
    const learnt = write("learnt.jsonl", [
      { id: "a", prompt: "Prove that seven is prime.", target: "cloud" },
    ]);
    const tested = write("tested.jsonl", [
      { id: "b", prompt: "prove that seven is prime", target: "cloud", split: "test" },
    ]);
    expect(await train("--data", learnt, "--data", tested, "--out", out)).toMatchObject({
      code: 1,
      err: "learnt.jsonl, tested.jsonl leak between the splits: learnt.jsonl a (dev) and tested.jsonl b (test): the same text. Put such rows into one split.\n",
    });
    const both = write("both.jsonl", [
      { id: "a", prompt: "Prove that seven is prime.", target: "cloud" },
      { id: "b", prompt: "prove that seven is prime", target: "cloud", split: "test" },
    ]);
    expect((await train("--data", both, "--out", out)).err).toContain("a (dev) and b (test): the same text");
    expect((await train("--data", learnt, "--data", learnt, "--out", out)).err).toMatch(
      /learnt\.jsonl twice/,
    );
    const copy = write("copy.jsonl", [{ id: "a", prompt: "Prove that seven is prime.", target: "cloud" }]);
    expect((await train("--data", learnt, "--data", copy, "--out", out)).err).toMatch(/hold the same rows/);
  }, 120_000);

  test("refuses too few rows, rows that all say the same, and a file for a folder, before it trains", async () => {
    const one = write("one.jsonl", outcomes.slice(0, 1));
    const few = await train("--data", one, "--out", join(folder, "few"), "--encoder", base);
    expect(few).toMatchObject({ code: 1, err: expect.stringMatching(/There are 1 rows to learn from/) });
    const same = write(
      "same.jsonl",
      outcomes.filter((row) => row.weak_correct),
    );
    const alike = await train("--data", same, "--out", join(folder, "alike"), "--encoder", base);
    expect(alike.err).toMatch(
      /All 100 rows to learn from say the same: weak_correct true, strong_correct true/,
    );
    const whole = write("whole.jsonl", outcomes);
    expect(await train("--data", whole, "--out", one, "--encoder", base)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--out must be a folder; .*one\.jsonl is a file/),
    });
  }, 120_000);

  test("of labels alone warns, and prints no NaN", async () => {
    const data = write(
      "labels.jsonl",
      outcomes.map(({ prompt, weak_correct }) => ({ prompt, target: weak_correct ? "local" : "cloud" })),
    );
    const flags = ["--encoder", base, "--cache", join(folder, "cache"), "--every-fold"];
    const { code, out, err } = await train("--data", data, "--out", join(folder, "labels"), ...flags);
    expect(code).toBe(0);
    expect(err).toContain("the rows are labels alone, which are opinions");
    expect(out).not.toContain("NaN");
    expect(readFileSync(join(folder, "labels", "README.md"), "utf8")).not.toContain("NaN");
  }, 120_000);

  test.each([
    [[], 2, /^Name at least one file with --data/],
    [["--data", "x"], 2, /^Name the folder to write with --out/],
    [["--data", "x", "--out", "y", "--seed", "no"], 2, /^--seed must be a whole number/],
    [
      ["--data", "/nowhere.jsonl", "--out", "y"],
      1,
      /^The training file nowhere\.jsonl cannot be read \(ENOENT\)/,
    ],
    [["--polish"], 2, /^Unknown option '--polish'/],
  ] as const)(
    "%j is refused in one line",
    async (args, code, message) => {
      expect(await train(...args)).toMatchObject({ code, err: expect.stringMatching(message) });
    },
    30_000,
  );
});
