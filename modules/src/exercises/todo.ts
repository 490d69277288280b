import { ExerciseError, isLabError } from "../core/errors.ts";

const NOT_ATTEMPTED = "NOT_ATTEMPTED";

/** Stands where the learner's code goes. Fits every type; running it says that the exercise was not attempted. */
export function todo(): never {
  throw new ExerciseError("This exercise is not done yet.", {
    code: NOT_ATTEMPTED,
    hint: "Replace todo() by your code.",
  });
}

export function isNotAttempted(error: unknown): boolean {
  return isLabError(error) && error.code === NOT_ATTEMPTED;
}
