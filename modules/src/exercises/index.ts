export {
  type AnyExercise,
  type AsyncExercise,
  type AsyncExerciseSpec,
  type Exercise,
  type ExerciseSpec,
  type ExerciseTools,
  exercise,
} from "./exercise.ts";
export { equal, near, sameOnCases, sameOnCasesAsync, that, wrong } from "./expectations.ts";
export { freshCases, pickInteger, pickOne } from "./fresh-cases.ts";
export {
  type Trial,
  type TrialAnswer,
  type TrialCall,
  type TrialOptions,
  trialBackend,
  trialPolicy,
  trialPool,
  trippedBy,
  tryGateway,
} from "./gateway-trial.ts";
export { lab01 } from "./lab01.ts";
export { lab02 } from "./lab02.ts";
export { lab03 } from "./lab03.ts";
export { lab05 } from "./lab05.ts";
export { lab06 } from "./lab06.ts";
export { lab07 } from "./lab07.ts";
export { lab08 } from "./lab08.ts";
export { lab09 } from "./lab09.ts";
export { lab10 } from "./lab10.ts";
export { lab11 } from "./lab11.ts";
export { lab12 } from "./lab12.ts";
export { lab13 } from "./lab13.ts";
export { lab14 } from "./lab14.ts";
export { lab18 } from "./lab18.ts";
export { lab19 } from "./lab19.ts";
export type { Outcome, OutcomeKind } from "./outcome.ts";
export { createProgressFile, type ExerciseRecord, type ProgressStore } from "./progress-file.ts";
export { exercises } from "./registry.ts";
export { todo } from "./todo.ts";
