import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { OUTCOME_FILE_VARIABLE } from "../testing/outcome-reporter.ts";
import { summarise, type TestOutcome } from "../testing/test-outcome.ts";
import { runKit } from "./kit.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const SEVERAL = `
import { expect, test } from "vitest";
test("holds", () => expect(1).toBe(1));
test("does not hold", () => expect(1).toBe(2));
test("is not tried", (context) => context.skip("skipped: nothing to try it on"));
// Long enough to come first: ${"x".repeat(500)}
`;
const BREAKS_OFF = `
import { test } from "vitest";
test("ends the run", async () => {
  process.kill(process.ppid, "SIGTERM");
  await new Promise(() => {});
});
`;

async function outcomesOf(files: Readonly<Record<string, string>>): Promise<readonly TestOutcome[]> {
  const folder = temporaryFolder(files);
  const outcomes = join(folder, "outcomes.jsonl");
  const vitest = join(paths.root, "node_modules", "vitest", "vitest.mjs");
  const reporter = join(paths.root, "scripts", "testing", "outcome-reporter.ts");
  const run = runKit(
    process.execPath,
    [vitest, "run", "--root", folder, "--maxWorkers=1", `--reporter=${reporter}`],
    { environment: { [OUTCOME_FILE_VARIABLE]: outcomes } },
  );
  expect(await run.ended, run.output()).not.toBe(0);
  const lines = readFileSync(outcomes, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

const SAID = [
  { name: "several.test.ts > holds", state: "passed" },
  {
    name: "several.test.ts > does not hold",
    state: "failed",
    reason: "expected 1 to be 2 // Object.is equality",
  },
  { name: "several.test.ts > is not tried", state: "skipped", reason: "nothing to try it on" },
];

test("the outcome of each test is told once, with the reason", async () => {
  const outcomes = await outcomesOf({ "several.test.ts": SEVERAL });
  expect(outcomes).toEqual(SAID);
  expect(summarise(outcomes).at(-1)).toBe("1 passed, 1 failed, 1 skipped");
});

test("a run that is broken off has told what it found by then", async () => {
  const outcomes = await outcomesOf({ "several.test.ts": SEVERAL, "stops.test.ts": BREAKS_OFF });
  expect(outcomes).toEqual(SAID);
});
