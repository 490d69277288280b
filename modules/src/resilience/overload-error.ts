import { LabError } from "../core/errors.ts";

export interface OverloadErrorOptions {
  /** `QUEUE_FULL`: no place to wait. `SHED`: gave its place to something more urgent. `TOO_LATE`: its turn would come too late. */
  readonly code: "QUEUE_FULL" | "SHED" | "TOO_LATE";
  /** Milliseconds after which there may be room. */
  readonly retryAfterMs: number;
}

/** There is more work than can be done. Told at once, so that the caller can turn elsewhere. */
export class OverloadError extends LabError {
  readonly retryAfterMs: number;

  constructor(message: string, { code, retryAfterMs }: OverloadErrorOptions) {
    super(message, { code, hint: `Ask again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.` });
    this.retryAfterMs = retryAfterMs;
  }
}
