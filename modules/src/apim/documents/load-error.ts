import { LabError } from "../../core/errors.ts";
import type { SourcePosition } from "./policy-element.ts";

/** One reason not to start: what, where, and in `message` what would be allowed. */
export interface LoadProblem extends SourcePosition {
  readonly message: string;
}

/** A gateway whose files cannot be used as they are; `problems` names each place. */
export class LoadError extends LabError {
  readonly problems: readonly LoadProblem[];

  constructor(problems: readonly LoadProblem[]) {
    super(problems.map(describeProblem).join("\n"), { code: "APIM_LOAD_FAILED" });
    this.problems = problems;
  }
}

export function describeProblem({ message, file, line, column }: LoadProblem): string {
  return `${file}:${line}:${column} ${message}`;
}
