import { LabError } from "../../core/errors.ts";

/** A place in a Bicep file; line and column count from 1. */
export interface BicepPosition {
  /** As the reader of a message finds it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One reason why a file cannot be used. */
export interface BicepProblem extends BicepPosition {
  readonly message: string;
}

/** A Bicep file that cannot be read or evaluated; `problems` names each place. */
export class BicepError extends LabError {
  readonly problems: readonly BicepProblem[];

  constructor(problems: readonly BicepProblem[]) {
    super(problems.map(describeBicepProblem).join("\n"), { code: "BICEP_INVALID" });
    this.problems = problems;
  }
}

export function describeBicepProblem({ file, line, column, message }: BicepProblem): string {
  return `${file}:${line}:${column} ${message}`;
}

/** Stops at one place. */
export function bicepError(message: string, { file, line, column }: BicepPosition): BicepError {
  return new BicepError([{ message, file, line, column }]);
}
