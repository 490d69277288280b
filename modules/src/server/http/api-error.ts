import { LabError, type LabErrorOptions } from "../../core/errors.ts";

export interface ApiErrorOptions extends LabErrorOptions {
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** The field, header or parameter that is wrong: `messages[0].role`. */
  readonly param?: string | undefined;
  /** Milliseconds after which asking again makes sense. */
  readonly retryAfterMs?: number | undefined;
  /** Further headers of the answer, e.g. `allow`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the server itself refuses, with the status it refuses it by. */
export class ApiError extends LabError {
  readonly status: number;
  readonly param: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, options: ApiErrorOptions) {
    super(message, options);
    this.status = options.status;
    this.param = options.param;
    this.retryAfterMs = options.retryAfterMs;
    this.headers = options.headers ?? {};
  }
}
