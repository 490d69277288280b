import { isLabError, type LabError, type ProviderError } from "../core/errors.ts";

/**
 * What a failed call says about who is at fault.
 * `transient`: network, 408, 5xx, a broken stream. `throttled`: too many requests. `exhausted`: quota or money is used up.
 * `slow`: no first word in time. `unusable`: the deployment refuses us whatever we ask (key, role, name, address).
 * `unsupported`: the deployment's form has no word for a parameter of the request; another's may have.
 * `too-long`: the prompt does not fit this model. `request`: nobody should answer this (malformed, filtered).
 * `cancelled`: the caller left or the whole time is over. `unknown`: not one of our errors.
 */
export type FailureKind =
  | "transient"
  | "throttled"
  | "exhausted"
  | "slow"
  | "unusable"
  | "unsupported"
  | "too-long"
  | "request"
  | "cancelled"
  | "unknown";

/** What each kind of failure leads to. */
export interface FailureRule {
  /** Ask the same deployment again after a while. */
  readonly retry: boolean;
  /** Which deployments to ask instead. */
  readonly next: "any" | "larger" | "none";
  /** Whether the deployment's breaker counts it. */
  readonly counts: boolean;
}

export const FAILURE_RULES: Readonly<Record<FailureKind, FailureRule>> = {
  transient: { retry: true, next: "any", counts: true },
  throttled: { retry: true, next: "any", counts: true },
  exhausted: { retry: false, next: "any", counts: true },
  slow: { retry: false, next: "any", counts: true },
  unusable: { retry: false, next: "any", counts: true },
  unsupported: { retry: false, next: "any", counts: false },
  "too-long": { retry: false, next: "larger", counts: false },
  request: { retry: false, next: "none", counts: false },
  cancelled: { retry: false, next: "none", counts: false },
  unknown: { retry: false, next: "any", counts: true },
};

/** The code of the error that a first word which does not come in time becomes. */
export const FIRST_TOKEN_LATE = "FIRST_TOKEN_LATE";

/** The code of the error that an answer without a word becomes. */
export const EMPTY_ANSWER = "EMPTY_ANSWER";

/** The code of the error with which an open breaker refuses a call. */
export const CIRCUIT_OPEN = "CIRCUIT_OPEN";

/** The code of a prompt or an answer that a content filter holds back. */
const CONTENT_FILTER = "content_filter";

/** The code with which a provider refuses, before it asks anyone, what it could not send on. */
const UNSUPPORTED = "UNSUPPORTED_PARAMETER";

const EXHAUSTED = new Set(["insufficient_quota", "quota_exceeded", "billing_hard_limit_reached"]);
const TOO_LONG = new Set(["context_length_exceeded", "string_above_max_length"]);
const UNUSABLE_STATUS = new Set([401, 403, 404, 405, 410, 501]);

/** What kind of failure an error is. Goes by code, status and `retryable`, never by its words. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof Error && error.name === "AbortError") return "cancelled";
  if (!isLabError(error)) return "unknown";
  if (error.code === "DEADLINE") return "cancelled";
  return isProviderError(error) ? kindOfProviderError(error) : "unknown";
}

/**
 * Whether a call that failed before its first word had its prompt at work, and is probably charged for it: it was given up on
 * the way, it was accepted and said nothing, its time ran out over there, or a content filter has read the prompt.
 */
export function hasWorked(error: unknown): boolean {
  const kind = failureKind(error);
  if (kind === "slow" || kind === "cancelled") return true;
  if (!isLabError(error)) return false;
  const { code } = error;
  return code === EMPTY_ANSWER || code === CONTENT_FILTER || ("status" in error && wasTaken(error.status));
}

/** Accepted, or 408: its time ran out at the other end. */
const wasTaken = (status: unknown) =>
  typeof status === "number" && ((status >= 200 && status < 300) || status === 408);

/** Milliseconds that an error asks to wait: a finite number above 0, or undefined. */
export function askedToWaitMs(error: unknown): number | undefined {
  if (!isLabError(error) || !("retryAfterMs" in error)) return undefined;
  const { retryAfterMs } = error;
  return typeof retryAfterMs === "number" && retryAfterMs > 0 && Number.isFinite(retryAfterMs)
    ? retryAfterMs
    : undefined;
}

function kindOfProviderError({ code, status, retryable }: ProviderError): FailureKind {
  if (code === FIRST_TOKEN_LATE) return "slow";
  if (EXHAUSTED.has(code) || status === 402) return "exhausted";
  if (TOO_LONG.has(code) || status === 413) return "too-long";
  if (code === UNSUPPORTED) return "unsupported";
  if (code === CIRCUIT_OPEN) return "unusable";
  if (status === 429) return "throttled";
  if (retryable) return "transient";
  return status === undefined || status < 400 || UNUSABLE_STATUS.has(status) ? whoseFault(code) : "request";
}

/** A filter may strike in mid-stream, where there is no status. */
const whoseFault = (code: string): FailureKind => (code === CONTENT_FILTER ? "request" : "unusable");

/** Works across two loaded copies of this package, where `instanceof` does not. */
const isProviderError = (error: LabError): error is ProviderError => "retryable" in error;
