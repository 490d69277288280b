import type { AnyExercise } from "./exercise.ts";

/** The labs' exercises: `{ lab01, lab02 }`, each an object of exercises by question. */
const labs: Readonly<Record<string, Readonly<Record<string, AnyExercise>>>> = {};

/** Every exercise by its id. */
export const exercises: Readonly<Record<string, AnyExercise>> = Object.fromEntries(
  Object.values(labs)
    .flatMap((lab) => Object.values(lab))
    .map((one) => [one.spec.id, one]),
);
