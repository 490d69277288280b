import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRandom, normalOf } from "../../modules/src/core/random.ts";
import { setEnvLine } from "../scoring/env-line.ts";
import { heldOutShare, plainThreshold, shareFrom } from "../scoring/held-out-share.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const random = createRandom(4);
const scored = Array.from({ length: 400 }, (_, at) => ({
  prompt: `p${at}`,
  benchmark: at % 4 === 0 ? "a" : "b",
  router: "length",
  score: random(),
}));

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

async function calibrate(rows: readonly object[], ...flags: string[]) {
  const folder = temporaryFolder({ "s.jsonl": lines(rows) });
  return await runScript("calibrate.ts", ["--input", join(folder, "s.jsonl"), ...flags]);
}

describe("npm run calibrate", () => {
  test("finds the threshold for a share, and what it does on held-out rows", async () => {
    const { code, out, err } = await calibrate(scored, "--share", "30", "--router", "length");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      /^length: from the score 0\.\d+ on, 30\.0 % of the 400 rows of s\.jsonl go to the strong/,
    );
    expect(out).toMatch(/^Held out, over 50 halvings: \d+\.\d % to \d+\.\d %, /m);
    expect(out).toMatch(/^ {2}a: \d+\.\d % of 100\n {2}b: \d+\.\d % of 300$/m);
    expect(out).toMatch(/^To use it: npm run route -- --router length --threshold 0\.\d+ \.\.\.$/m);
    const report = JSON.parse(
      (await calibrate(scored, "--share", "30%", "--router", "length", "--json")).out,
    );
    expect(
      shareFrom(
        scored.map(({ score }) => score),
        report.threshold,
      ),
    ).toBeCloseTo(0.3, 9);
    expect(report.heldOut.farthest).toBeLessThan(0.13);
  });

  test("lands within five points on held-out rows, for enough rows of any shape of score", () => {
    const normal = createRandom(11);
    const shapes = {
      even: () => normal(),
      bell: () => normalOf(normal),
      heap: () => normal() ** 8,
      steps: () => Math.round(normal() * 60) / 60,
    };
    for (const draw of Object.values(shapes)) {
      const scores = Array.from({ length: 10_000 }, draw);
      for (const share of [0.1, 0.3, 0.5, 0.8])
        expect(heldOutShare(scores, share).farthest).toBeLessThanOrEqual(0.05);
    }
  });

  test("scores rows that have none, by default the workshop's prompts", async () => {
    const { out } = await runScript("calibrate.ts", ["--share", "50", "--router", "rule"]);
    expect(out).toMatch(/^rule: from the score 0\.\d+ on, \d+\.\d % of the 2013 rows of routing\.jsonl/);
    expect(out).toMatch(
      /^To use it: COMPLEXITY_THRESHOLD=0\.\d+ in \.env, or npm run route -- --router rule/m,
    );
    const fresh = [{ prompt: "Hello" }, { prompt: "Prove that sqrt(2) is irrational, step by step." }];
    const few = await calibrate(fresh, "--share", "50", "--router", "rule");
    expect(few.out).toMatch(/50\.0 % of the 2 rows/);
  });

  test("refuses a single row: there is nothing to hold out", async () => {
    expect(await calibrate([{ prompt: "Hello" }], "--share", "50", "--router", "rule")).toMatchObject({
      code: 1,
      out: "",
      err: "s.jsonl has 1 row with a score; a threshold needs 2. Give some hundreds.\n",
    });
  });

  test("says so when ties leave no nearer share, and when none is to be sent", async () => {
    const tied = Array.from({ length: 40 }, (_, at) => ({ prompt: `${at}`, router: "rule", score: at % 2 }));
    const { out } = await calibrate(tied, "--share", "30", "--router", "rule");
    expect(out).toContain("More cannot be expected here: the 40 rows have 2 different scores.");
    const none = await calibrate(scored, "--share", "0", "--router", "length");
    expect(none.out).toMatch(/^length: with a threshold above every score, 0\.0 % of the 400 rows/);
    expect(none.out).toContain("No setting sends none at all");
  });

  test("refuses scores of another router, and --write for one without a setting", async () => {
    expect(await calibrate(scored, "--share", "30", "--router", "rule")).toMatchObject({
      code: 1,
      out: "",
      err: "s.jsonl has scores of length, not of rule. Say --router length, or give rows without scores.\n",
    });
    expect(await calibrate(scored, "--share", "30", "--router", "length", "--write")).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/^--write: length has no threshold in \.env; /),
    });
  });

  test.each<[string[], RegExp]>([
    [["--router", "rule"], /^--share is missing\. See --help\.\n$/],
    [["--share", "30"], /^--router is missing\. See --help\.\n$/],
    [["--share", "130", "--router", "rule"], /^--share must be a percentage from 0 to 100, not "130"\./],
    [["--share", "many", "--router", "rule"], /^--share must be a number, not "many"\./],
    [["--share", "3", "--router", "rulez"], /^There is no router named "rulez"\. Did you mean rule\?/],
  ])("explains %j in one line", async (args, message) => {
    const { code, out, err } = await runScript("calibrate.ts", args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

test("a threshold is written with the fewest digits that part the scores alike", () => {
  expect(plainThreshold([0.1, 0.41234, 0.9], 0.41234)).toBe(0.41);
  expect(plainThreshold([0.41231, 0.41234], 0.41234)).toBe(0.41234);
  expect(plainThreshold([0.5, 0.5, 0.3], 0.5)).toBe(0.5);
  expect(plainThreshold([-2.345, -1.234], -1.234)).toBe(-1.24);
  expect(plainThreshold([1, 2], Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
});

test("a variable is set in its line of .env, or in a new one, and nothing else changes", () => {
  const file = join(temporaryFolder(), ".env");
  setEnvLine(file, "COMPLEXITY_THRESHOLD", "0.4");
  expect(readFileSync(file, "utf8")).toBe("COMPLEXITY_THRESHOLD=0.4\n");
  writeFileSync(
    file,
    "# mine\nexport COMPLEXITY_THRESHOLD = 0.5 # old\r\nOTHER=x\nMY_COMPLEXITY_THRESHOLD=1",
  );
  setEnvLine(file, "COMPLEXITY_THRESHOLD", "0.7");
  expect(readFileSync(file, "utf8")).toBe(
    "# mine\nCOMPLEXITY_THRESHOLD=0.7\r\nOTHER=x\nMY_COMPLEXITY_THRESHOLD=1",
  );
  setEnvLine(file, "NEW", "1");
  expect(readFileSync(file, "utf8")).toMatch(/MY_COMPLEXITY_THRESHOLD=1\nNEW=1\n$/);
});
