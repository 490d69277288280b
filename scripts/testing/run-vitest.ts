import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/index.ts";
import { OUTCOME_FILE_VARIABLE } from "./outcome-reporter.ts";
import { runInTerminal } from "./run-in-terminal.ts";
import type { TestOutcome } from "./test-outcome.ts";

const VITEST = "node_modules/vitest/vitest.mjs";
const REPORTER = "scripts/testing/outcome-reporter.ts";

/** Runs the tests whose files match one of the patterns, all without one. A vitest that breaks down is a failure. */
export async function runVitest(patterns: readonly string[]): Promise<TestOutcome[]> {
  const file = join(paths.out, "tests.jsonl");
  rmSync(file, { force: true });
  const args = [VITEST, "run", "--reporter=default", `--reporter=./${REPORTER}`, ...patterns];
  const code = await runInTerminal(args, { [OUTCOME_FILE_VARIABLE]: file });
  const outcomes = readOutcomes(file);
  if (code === 0 && outcomes.length > 0) return outcomes;
  if (outcomes.some((outcome) => outcome.state === "failed")) return outcomes;
  return [
    ...outcomes,
    { name: "vitest", state: "failed", reason: whatHappened(code, outcomes.length, patterns) },
  ];
}

function readOutcomes(file: string): TestOutcome[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

function whatHappened(code: number | string, ran: number, patterns: readonly string[]): string {
  if (ran > 0) return `ended with ${code}`;
  return patterns.length > 0
    ? `found no test that matches ${patterns.join(" ")}`
    : `ran no test and ended with ${code}`;
}
