import { LabError } from "../core/errors.ts";

/** Telemetry did not arrive. */
export class ExportError extends LabError {
  /** Whether the same may arrive later. */
  readonly retryable: boolean;

  constructor(
    message: string,
    { retryable, cause }: { readonly retryable: boolean; readonly cause?: unknown },
  ) {
    super(message, { code: "EXPORT_FAILED", cause });
    this.retryable = retryable;
  }
}

/** Anything that is not known to be for ever may be over later. */
export const isRetryable = (error: unknown): boolean => !(error instanceof ExportError) || error.retryable;
