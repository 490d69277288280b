import { inspect, isDeepStrictEqual } from "node:util";
import { ExerciseError, explainError, isLabError } from "../core/errors.ts";
import { isNotAttempted } from "./todo.ts";

const NOT_EQUAL = "ANSWER_WRONG";
const THROWS = "ANSWER_THROWS";

/** Ends the test: the answer is wrong, and `message` tells the learner which call showed it. */
export function wrong(message: string): never {
  throw new ExerciseError(message, { code: NOT_EQUAL });
}

/** `equal({ tokens: 60 }, route({ tokens: 60 }), "cloud")`: says "for { tokens: 60 } expected 'cloud', got 'local'". */
export function equal(call: unknown, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(copy(actual), expected))
    wrong(`for ${show(call)} expected ${show(expected)}, got ${show(actual)}`);
}

/** Like `equal` for measured or rounded figures: the distance is at most `tolerance`. */
export function near(call: unknown, actual: unknown, expected: number, tolerance: number): void {
  const distance = typeof actual === "number" ? Math.abs(actual - expected) : Number.NaN;
  if (!(distance <= tolerance))
    wrong(`for ${show(call)} expected ${show(expected)} (± ${tolerance}), got ${show(actual)}`);
}

/** Anything else: `that(text, text.length > 0, "the answer must not be empty")`. */
export function that(call: unknown, holds: boolean, message: string): void {
  if (!holds) wrong(`for ${show(call)}: ${message}`);
}

/** Calls the learner's function on each case and compares with ours. The first case that differs is told. */
export function sameOnCases<Case, Result>(
  answer: (input: Case) => Result,
  reference: (input: Case) => Result,
  cases: readonly Case[],
): void {
  for (const input of cases) equal(input, callAnswer(answer, input), reference(input));
}

/** The same for functions that return a promise. */
export async function sameOnCasesAsync<Case, Result>(
  answer: (input: Case) => Promise<Result> | Result,
  reference: (input: Case) => Promise<Result> | Result,
  cases: readonly Case[],
): Promise<void> {
  for (const input of cases) equal(input, await settle(answer, input), await reference(input));
}

function callAnswer<Case, Result>(answer: (input: Case) => Result, input: Case): Result {
  try {
    return answer(copy(input));
  } catch (error) {
    throw whileCalling(input, error);
  }
}

async function settle<Case, Result>(answer: (input: Case) => Promise<Result> | Result, input: Case) {
  try {
    return await answer(copy(input));
  } catch (error) {
    throw whileCalling(input, error);
  }
}

/**
 * An answer that changes its input must not change what the reference sees, and an array that a notebook cell made is not
 * deeply equal to one of ours: each has the prototype of its own realm. What holds functions is passed as it is.
 */
function copy<Case>(input: Case): Case {
  try {
    return structuredClone(input);
  } catch {
    return input;
  }
}

function whileCalling(input: unknown, error: unknown): unknown {
  if (isNotAttempted(error)) return error;
  return new ExerciseError(`for ${show(input)} your code threw ${describeError(error)}`, {
    code: THROWS,
    cause: error,
  });
}

export function isWrong(error: unknown): error is ExerciseError {
  return isLabError(error) && error.code === NOT_EQUAL;
}

/** An error of the learner's code in one line: `TypeError: x is not a function`. */
export function describeError(error: unknown): string {
  if (isLabError(error)) return oneLine(explainError(error));
  return oneLine(error instanceof Error ? `${error.name}: ${error.message}` : show(error));
}

/** A value as it would be written in TypeScript, in one line of bearable length. */
function show(value: unknown): string {
  if (value instanceof Promise) return "a promise (is an await missing?)";
  if (typeof value === "function") return "a function";
  const options = {
    customInspect: false,
    depth: 4,
    breakLength: Number.POSITIVE_INFINITY,
    maxArrayLength: 12,
    maxStringLength: 160,
  };
  return oneLine(inspect(value, options));
}

function oneLine(text: string): string {
  const line = text.replace(/\s*\n\s*/g, " ").trim();
  return line.length > 400 ? `${line.slice(0, 399)}…` : line;
}
