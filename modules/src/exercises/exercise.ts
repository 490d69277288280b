import { type Clock, systemClock } from "../core/clock.ts";
import { ExerciseError } from "../core/errors.ts";
import { notebookOutput, type Output } from "../notebook/display.ts";
import { interruptSignal } from "../notebook/interrupt.ts";
import { renderHint, renderNotices, renderOutcome, renderSolution } from "./exercise-box.ts";
import { type OpenProgress, openProgress } from "./open-progress.ts";
import { type Outcome, type OutcomeKind, outcomeOf, PASS } from "./outcome.ts";
import type { ProgressStore } from "./progress-file.ts";

interface SpecText {
  /** Lab and question as a lab writes them: `lab01.q1`. */
  readonly id: string;
  readonly title: string;
  /** What to do, in a sentence or two. */
  readonly prompt: string;
  /** From a nudge to nearly the answer. */
  readonly hints: readonly [string, string, string];
  /** TypeScript declarations that replace the starter's. */
  readonly solution: string;
  /** A plausible wrong answer in the same form; tests prove that the check refuses it. */
  readonly wrong: string;
  /** Milliseconds an asynchronous check may take. Default 30000. */
  readonly limitMs?: number;
}

/** An exercise whose check is done at once. */
export interface ExerciseSpec<Answer> extends SpecText {
  /** Calls the answer on fresh cases; returns when it is right, else throws by `equal`, `near`, `that` or `wrong`. */
  test(answer: Answer): void;
}

/** An exercise whose check waits for something. */
export interface AsyncExerciseSpec<Answer> extends SpecText {
  test(answer: Answer): Promise<void>;
}

interface ExerciseHelp {
  /** Shows the next hint. */
  hint(): void;
  /** Shows one solution, and notes in the progress that it was shown. */
  solution(): void;
}

export interface Exercise<Answer> extends ExerciseHelp {
  readonly spec: ExerciseSpec<Answer>;
  /** Judges the answer and draws the outcome. Never throws. */
  check(answer: Answer): void;
  /** The outcome as data; draws and keeps nothing. */
  judge(answer: Answer): Outcome;
  /** Whether the answer is right, so that later cells may use it. Draws and keeps nothing. */
  accepts(answer: Answer): boolean;
}

export interface AsyncExercise<Answer> extends ExerciseHelp {
  readonly spec: AsyncExerciseSpec<Answer>;
  /** Judges the answer and draws the outcome; to be awaited. Never rejects. */
  check(answer: Answer): Promise<void>;
  judge(answer: Answer): Promise<Outcome>;
  accepts(answer: Answer): Promise<boolean>;
}

/** Any exercise, for tables and tests that do not run its check. */
export type AnyExercise = Exercise<never> | AsyncExercise<never>;

export interface ExerciseTools {
  readonly output?: Output;
  readonly progress?: ProgressStore;
  readonly clock?: Clock;
}

export function exercise<Answer>(
  spec: AsyncExerciseSpec<Answer>,
  tools?: ExerciseTools,
): AsyncExercise<Answer>;
export function exercise<Answer>(spec: ExerciseSpec<Answer>, tools?: ExerciseTools): Exercise<Answer>;
/** Makes an exercise out of its texts and its test. */
export function exercise<Answer>(
  spec: ExerciseSpec<Answer> | AsyncExerciseSpec<Answer>,
  tools: ExerciseTools = {},
) {
  let hintsTaken = 0;
  const output = () => tools.output ?? notebookOutput();
  const progress = (): OpenProgress =>
    tools.progress ? { store: tools.progress, notice: undefined } : openProgress();

  const judge = (answer: Answer) => judgeAnswer(spec, answer, tools.clock ?? systemClock);
  const keep = (change: RecordChange): string[] => {
    const { store, notice } = progress();
    return [notice, store.update(spec.id, change)].filter((line) => line !== undefined);
  };
  const report = (outcome: Outcome) => {
    const notices = outcome.kind === "unattempted" ? [] : keep(countCheck(outcome.kind));
    output().html(renderOutcome(spec, outcome, notices));
  };
  const note = (change: RecordChange) => {
    const notices = keep(change);
    if (notices.length > 0) output().html(renderNotices(notices));
  };

  return {
    spec,
    judge,
    accepts: (answer: Answer) => {
      const outcome = judge(answer);
      return outcome instanceof Promise ? outcome.then(isPass) : isPass(outcome);
    },
    check: (answer: Answer) => {
      const outcome = judge(answer);
      return outcome instanceof Promise ? outcome.then(report) : report(outcome);
    },
    hint: () => {
      const number = Math.min(hintsTaken + 1, spec.hints.length);
      hintsTaken = number;
      output().html(renderHint(spec, spec.hints[number - 1] ?? "", { number, total: spec.hints.length }));
      note(({ hints }) => ({ hints: Math.max(hints, number) }));
    },
    solution: () => {
      output().html(renderSolution(spec, spec.solution));
      note(() => ({ revealed: true }));
    },
  };
}

const isPass = ({ kind }: Outcome) => kind === "pass";

const DEFAULT_LIMIT_MS = 30_000;

function judgeAnswer<Answer>(
  spec: ExerciseSpec<Answer> | AsyncExerciseSpec<Answer>,
  answer: Answer,
  clock: Clock,
): Outcome | Promise<Outcome> {
  try {
    const running: unknown = spec.test(answer);
    if (!(running instanceof Promise)) return PASS;
    return withinLimit(running, spec.limitMs ?? DEFAULT_LIMIT_MS, clock).then(() => PASS, outcomeOf);
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Ends when the work ends, the limit is reached or the notebook's stop button is pressed. */
async function withinLimit(running: Promise<unknown>, limitMs: number, clock: Clock): Promise<void> {
  const over = new AbortController();
  const stopped = interruptSignal();
  const signal = AbortSignal.any([over.signal, stopped]);
  const limit = clock.sleep(limitMs, signal).then(
    () => {
      throw new ExerciseError(`The check took longer than ${limitMs / 1000} s and was given up.`, {
        code: "CHECK_TIMEOUT",
        hint: "Does something wait for an answer that never comes?",
      });
    },
    () => stopped.throwIfAborted(),
  );
  try {
    await Promise.race([running, limit]);
  } finally {
    over.abort();
  }
}

type RecordChange = Parameters<ProgressStore["update"]>[1];

const countCheck =
  (outcome: OutcomeKind): RecordChange =>
  ({ checks, passed }) => ({ outcome, checks: checks + 1, passed: passed || outcome === "pass" });
