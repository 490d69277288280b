import { DeadlineError, isLabError, type LabError, LimitError, ProviderError } from "../../core/errors.ts";
import { BudgetError } from "../../cost/budget-error.ts";
import { OverloadError } from "../../resilience/overload-error.ts";
import { ApiError } from "./api-error.ts";

/** An error in OpenAI's shape, with what can be done about it. */
export interface ErrorBody {
  readonly error: {
    /** What is wrong, and then what to do about it: clients show this one line. */
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
    readonly hint: string | null;
    readonly request_id: string;
  };
}

export interface ErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

interface Told {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly param?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What a caller is told of an error. What is no error of ours is told as 500 without a word of what it says; log it under the
 * request's id.
 */
export function errorResponse(error: unknown, requestId: string): ErrorResponse {
  const { status, code, message, hint, param, retryAfterMs, headers } = tellError(error);
  const wait = retryAfterMs === undefined ? {} : { "retry-after": String(secondsOf(retryAfterMs)) };
  return {
    status,
    headers: { ...headers, ...wait },
    body: {
      error: {
        message: hint ? `${message} ${hint}` : message,
        type: typeOf(status),
        param: param ?? null,
        code: code.toLowerCase(),
        hint: hint ?? null,
        request_id: requestId,
      },
    },
  };
}

/** Whether an error is our own fault, and nothing that a caller or a model did. */
export const isOurFault = (error: unknown): boolean => !isLabError(error);

const secondsOf = (ms: number) => Math.max(1, Math.ceil(ms / 1000));

function tellError(error: unknown): Told {
  if (error instanceof ApiError) return error;
  if (error instanceof BudgetError) return { ...said(error), status: 402, retryAfterMs: error.retryAfterMs };
  if (error instanceof OverloadError)
    return { ...said(error), status: 503, retryAfterMs: error.retryAfterMs };
  if (error instanceof DeadlineError) return { ...said(error), status: 504 };
  if (error instanceof ProviderError) return tellProvider(error);
  if (error instanceof LimitError)
    return { ...said(error), status: LIMIT_STATUS[error.code] ?? 400, param: LIMIT_PARAM[error.code] };
  if (isLabError(error) && error.code.startsWith("LEDGER_"))
    return { ...UNRECORDED, code: error.code, status: LAB_STATUS[error.code] ?? 500 };
  if (isLabError(error))
    return { ...said(error), status: LAB_STATUS[error.code] ?? 500, param: LAB_PARAM[error.code] };
  return INTERNAL;
}

const said = ({ code, message, hint }: LabError) => ({ code, message, hint });

/** Limits that have a status of their own; every other one is a bad request. */
const LIMIT_STATUS: Readonly<Record<string, number>> = {
  QUERY_TOO_LONG: 413,
  MODEL_NOT_FOUND: 404,
};
const LIMIT_PARAM: Readonly<Record<string, string>> = {
  QUERY_TOO_LONG: "messages",
  QUERY_EMPTY: "messages",
  MODEL_NOT_FOUND: "model",
  CONTEXT_LENGTH_EXCEEDED: "messages",
  PROMPT_TOO_LONG: "messages",
  PICTURES_UNSUPPORTED: "messages",
  SOUND_UNSUPPORTED: "messages",
  TOOLS_UNSUPPORTED: "tools",
  FORMAT_UNSUPPORTED: "response_format",
  UNKNOWN_ROUTE: "routing.route",
};

/** What else of ours a caller can bring about, by its code. */
const LAB_STATUS: Readonly<Record<string, number>> = {
  UNKNOWN_ROUTER: 400,
  ROUTER_ABSENT: 400,
  FEEDBACK_INVALID: 400,
  FEEDBACK_UNKNOWN_REQUEST: 404,
  QUESTIONS_NOT_KEPT: 409,
  LEDGER_FULL: 503,
  LEDGER_UNUSABLE: 503,
  LEDGER_BUSY: 503,
  LEDGER_CLOSED: 503,
};

const LAB_PARAM: Readonly<Record<string, string>> = {
  UNKNOWN_ROUTER: "routing.strategy",
  ROUTER_ABSENT: "routing.strategy",
};

/** A model's refusal of the request is the caller's to mend; that it refuses our key, or fails, is not. */
function tellProvider(error: ProviderError): Told {
  const { status, retryAfterMs, retryable } = error;
  const told = { ...said(error), param: LIMIT_PARAM[error.code], retryAfterMs };
  if (status === 400 || status === 413 || status === 422) return { ...told, status };
  if (status === 429) return { ...told, status, retryAfterMs: retryAfterMs ?? 1000 };
  if (error.code === "NO_BACKEND") return { ...told, status: 503 };
  return retryable ? { ...told, status: 503, retryAfterMs: retryAfterMs ?? 1000 } : { ...told, status: 502 };
}

/** Where the ledger lies and what ails it is for the operator, who has it in the log. */
const UNRECORDED = {
  message: "What answers cost cannot be written down now, so no model that costs money is asked.",
  hint: "Ask again in a moment, or a model of this machine.",
};

const INTERNAL: Told = {
  status: 500,
  code: "INTERNAL_ERROR",
  message: "The server failed on this request.",
  hint: "Ask again; if it fails again, tell the operator the request id.",
};

/** OpenAI's word for what kind of error a status is. */
function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 402) return "insufficient_quota";
  if (status === 403) return "permission_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}
