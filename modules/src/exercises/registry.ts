import type { AnyExercise } from "./exercise.ts";
import { lab01 } from "./lab01.ts";
import { lab02 } from "./lab02.ts";
import { lab03 } from "./lab03.ts";
import { lab05 } from "./lab05.ts";
import { lab06 } from "./lab06.ts";
import { lab07 } from "./lab07.ts";
import { lab08 } from "./lab08.ts";
import { lab09 } from "./lab09.ts";
import { lab10 } from "./lab10.ts";
import { lab11 } from "./lab11.ts";
import { lab12 } from "./lab12.ts";
import { lab13 } from "./lab13.ts";
import { lab14 } from "./lab14.ts";
import { lab18 } from "./lab18.ts";
import { lab19 } from "./lab19.ts";

/** The labs' exercises: `{ lab01, lab02, … }`, each an object of exercises by question. */
const labs: Readonly<Record<string, Readonly<Record<string, AnyExercise>>>> = {
  lab01,
  lab02,
  lab03,
  lab05,
  lab06,
  lab07,
  lab08,
  lab09,
  lab10,
  lab11,
  lab12,
  lab13,
  lab14,
  lab18,
  lab19,
};

/** Every exercise by its id. */
export const exercises: Readonly<Record<string, AnyExercise>> = Object.fromEntries(
  Object.values(labs)
    .flatMap((lab) => Object.values(lab))
    .map((one) => [one.spec.id, one]),
);
