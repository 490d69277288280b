/** What a command may use of the process it runs in. */
export interface CommandIo {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Whether a person reads the output; programs get one line of JSON. */
  readonly isTerminal: boolean;
  /** Resolves when the process shall end. */
  readonly stopped: Promise<void>;
}

/** A command line that cannot be understood: exit code 2. */
export class UsageError extends Error {}

export const DONE = 0;
export const FAILED = 1;
/** For a wrong command line and for files that cannot be used. */
export const REFUSED = 2;
