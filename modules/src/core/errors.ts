const MARKER = Symbol.for("hybrid-router.lab-error");
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

export interface LabErrorOptions {
  /** Stable, upper-case, for programs: `SETTINGS_INVALID`. */
  code: string;
  /** What the reader can do about it, in one sentence. */
  hint?: string | undefined;
  cause?: unknown;
}

/** An error that explains itself: what happened, where, and in `hint` how to mend it. Never carries a secret. */
export class LabError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly [MARKER] = true;

  constructor(message: string, options: LabErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.hint = options.hint;
  }

  /** What a notebook cell and an uncaught error show: the explanation, no stack. */
  [INSPECT](): string {
    return `${this.name}: ${explainError(this)}`;
  }
}

/** Works across two loaded copies of this package, where `instanceof` does not. */
export function isLabError(value: unknown): value is LabError {
  return typeof value === "object" && value !== null && MARKER in value;
}

/** One line for people: the message, then the hint. Anything that is no `LabError` gives its message only. */
export function explainError(error: unknown): string {
  if (isLabError(error)) return error.hint ? `${error.message} ${error.hint}` : error.message;
  return error instanceof Error ? error.message : String(error);
}

/** A variable, flag or file that cannot be used; `problems` has one line for each. */
export class SettingsError extends LabError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], hint?: string) {
    super(problems.join("\n"), { code: "SETTINGS_INVALID", hint });
    this.problems = problems;
  }
}

export interface ProviderErrorOptions extends LabErrorOptions {
  /** HTTP status, when an answer came at all. */
  status?: number | undefined;
  /** Decided once, where the status is read. */
  retryable: boolean;
  /** Milliseconds the provider asked to wait. */
  retryAfterMs?: number | undefined;
}

/** A model provider refused, failed or broke off. */
export class ProviderError extends LabError {
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: ProviderErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A router is unknown or cannot decide. */
export class RoutingError extends LabError {}

/** The time for an answer is over. */
export class DeadlineError extends LabError {}

/** Input is larger than what is accepted. */
export class LimitError extends LabError {}

/** A lab exercise is used wrongly. */
export class ExerciseError extends LabError {}

/** A model file is missing, damaged or cannot be loaded. */
export class ModelError extends LabError {}
