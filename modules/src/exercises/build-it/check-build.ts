import { ExerciseError } from "../../core/errors.ts";
import { type Outcome, outcomeOf, PASS } from "../outcome.ts";
import type { BuildCheck } from "./check.ts";
import { costsChecks } from "./checks/costs-checks.ts";
import { executorChecks } from "./checks/executor-checks.ts";
import { loadTestChecks } from "./checks/load-test-checks.ts";
import { registryChecks } from "./checks/registry-checks.ts";
import { routerChecks } from "./checks/router-checks.ts";
import { type BuildPrompt, buildPrompts } from "./prompts.ts";

export interface CheckedBuild {
  readonly name: string;
  readonly outcome: Outcome;
}

type Contract = NonNullable<BuildPrompt["contract"]>;

interface Checker {
  /** What an answer has to export. */
  readonly exported: string;
  /** Undefined for what is no function. */
  readonly checksOf: (answer: unknown) => readonly BuildCheck[] | undefined;
}

type AnyFunction = (...given: never[]) => unknown;

const checker = <Answer extends AnyFunction>(
  exported: string,
  checks: (answer: Answer) => readonly BuildCheck[],
): Checker => ({
  exported,
  checksOf: (answer) => (isFunction<Answer>(answer) ? checks(answer) : undefined),
});

/** That it is one is all that can be seen; what it does, the checks find out. */
const isFunction = <Answer extends AnyFunction>(value: unknown): value is Answer =>
  typeof value === "function";

const CHECKERS: Readonly<Record<Contract, Checker>> = {
  registry: checker("createRegistry", registryChecks),
  router: checker("createRouter", routerChecks),
  costs: checker("createCosts", costsChecks),
  executor: checker("createExecutor", executorChecks),
  "load-test": checker("runLoad", loadTestChecks),
};

/** Milliseconds that one check may take. */
const LIMIT_MS = 10_000;

/** @throws ExerciseError when there is no prompt of that number. */
export function findPrompt(number: number): BuildPrompt {
  const found = buildPrompts.find((one) => one.number === number);
  if (found) return found;
  throw new ExerciseError(`There is no prompt ${number}.`, {
    code: "PROMPT_UNKNOWN",
    hint: `There are 1 to ${buildPrompts.length}.`,
  });
}

/**
 * Runs the checks of a prompt on what a file exports, one after the other.
 * @throws ExerciseError when the prompt has no checks or the export is not there.
 */
export async function checkBuild(number: number, exports: unknown): Promise<readonly CheckedBuild[]> {
  const { contract, title, unchecked } = findPrompt(number);
  if (!contract)
    throw new ExerciseError(`${title} has no checks: ${unchecked}.`, { code: "PROMPT_UNCHECKED" });
  const { exported, checksOf } = CHECKERS[contract];
  const answer: unknown =
    typeof exports === "object" && exports !== null ? Reflect.get(exports, exported) : undefined;
  const checks = checksOf(answer);
  if (!checks)
    throw new ExerciseError(`The file exports no function ${exported}.`, {
      code: "EXPORT_MISSING",
      hint: `npm run build-it -- show ${number} has the contract.`,
    });
  const results: CheckedBuild[] = [];
  for (const { name, run } of checks) results.push({ name, outcome: await outcomeWithin(run) });
  return results;
}

async function outcomeWithin(run: BuildCheck["run"]): Promise<Outcome> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(
        new ExerciseError(`It did not end within ${LIMIT_MS / 1000} seconds.`, { code: "CHECK_TIMEOUT" }),
      ),
    LIMIT_MS,
  );
  try {
    await Promise.race([(async () => run())(), late.promise]);
    return PASS;
  } catch (error) {
    return outcomeOf(error);
  } finally {
    clearTimeout(timer);
  }
}
