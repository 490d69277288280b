import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";
import type { TestOutcome } from "./test-outcome.ts";

/** Names the file that the outcomes go to. */
export const OUTCOME_FILE_VARIABLE = "WORKSHOP_TEST_OUTCOMES";

/**
 * Writes the outcome of each test with the reason of each skip, which vitest's own JSON report leaves out: a line of JSON
 * each, as soon as its file is done, so that a run that is broken off has told what it found by then.
 * @public vitest loads it by its path
 */
export default class OutcomeReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const file = process.env[OUTCOME_FILE_VARIABLE];
    if (!file) return;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, asLines(outcomesOf(module)));
  }

  /** The whole again: with what came after a file was done, and what never came. */
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env[OUTCOME_FILE_VARIABLE];
    if (!file) return;
    const errors = unhandled.map((error) => failure("outside of any test", [error]));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, asLines([...modules.flatMap(outcomesOf), ...errors]));
  }
}

const asLines = (outcomes: readonly TestOutcome[]) =>
  outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join("");

function outcomesOf(module: TestModule): TestOutcome[] {
  const tests = [...module.children.allTests()].map((test) => outcomeOf(module, test));
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  return [
    ...tests,
    ...suites.map((suite) => failure(`${module.relativeModuleId} > ${suite.fullName}`, suite.errors())),
    ...(module.errors().length > 0 ? [failure(module.relativeModuleId, module.errors())] : []),
  ];
}

function outcomeOf(module: TestModule, test: TestCase): TestOutcome {
  const name = `${module.relativeModuleId} > ${test.fullName}`;
  const result = test.result();
  if (result.state === "passed") return { name, state: "passed" };
  if (result.state === "pending") return { name, state: "failed", reason: "did not finish" };
  if (result.state === "failed") return failure(name, result.errors);
  return { name, state: "skipped", ...(result.note && { reason: result.note.replace(/^skipped: /, "") }) };
}

function failure(name: string, errors: readonly SerializedError[]): TestOutcome {
  const [line = ""] = stripVTControlCharacters(errors[0]?.message ?? "").split("\n");
  return { name, state: "failed", reason: line.slice(0, 200) };
}
