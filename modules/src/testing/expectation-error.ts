import { LabError } from "../core/errors.ts";

export interface ExpectationErrorOptions {
  readonly code: "ROUTE_NOT_AS_EXPECTED" | "EXPECTATION_MISUSED";
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** What the test asked for and what came, for runners that show the difference. */
  readonly expected?: string;
  readonly actual?: string;
  /** The line that wrote the expectation; the failure itself happens later, where no line of the test is on the stack. */
  readonly writtenAt?: Error;
}

/** A route is not what a test expects, or the expectation is written wrongly. */
export class ExpectationError extends LabError {
  readonly expected: string | undefined;
  readonly actual: string | undefined;

  constructor(message: string, options: ExpectationErrorOptions) {
    super(message, options);
    this.expected = options.expected;
    this.actual = options.actual;
    const lines = options.writtenAt?.stack?.split("\n").slice(1) ?? [];
    if (lines.length > 0) this.stack = [`${this.name}: ${message}`, ...lines].join("\n");
  }
}
