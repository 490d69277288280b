import type { Clock } from "../core/clock.ts";
import type { StepTiming } from "./answer-part.ts";

type Step = StepTiming["step"];

/** Times the steps of one request, in the order they end. */
export interface StepTimer {
  readonly steps: readonly StepTiming[];
  /** Milliseconds since the question came. */
  elapsed(): number;
  /** Runs one step and notes its time, also when it fails. */
  time<T>(step: Step, work: () => T): T;
  timeAsync<T>(step: Step, work: () => Promise<T>): Promise<T>;
  /** Notes a step that began at `elapsed()` = `fromMs` and ends now. */
  note(step: Step, fromMs: number): void;
}

export function createStepTimer(clock: Clock): StepTimer {
  const startedAt = clock.elapsed();
  const steps: StepTiming[] = [];
  const elapsed = () => clock.elapsed() - startedAt;
  const note = (step: Step, fromMs: number) => {
    steps.push({ step, ms: elapsed() - fromMs });
  };
  return {
    steps,
    elapsed,
    note,
    time(step, work) {
      const fromMs = elapsed();
      try {
        return work();
      } finally {
        note(step, fromMs);
      }
    },
    async timeAsync(step, work) {
      const fromMs = elapsed();
      try {
        return await work();
      } finally {
        note(step, fromMs);
      }
    },
  };
}
