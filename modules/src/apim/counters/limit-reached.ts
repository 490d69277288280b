import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

export interface LimitReachedOptions {
  readonly status: 403 | 429;
  readonly source: string;
  /** Azure's word for it. */
  readonly reason: string;
  /** Headers of the answer: the time to wait and what is left. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The refusal of a request that is one too many. */
export function limitReached(
  message: string,
  { status, source, reason, headers }: LimitReachedOptions,
): PolicyError {
  const response = gatewayAnswer(status, message);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, [value]);
  return new PolicyError(message, { source, reason, response });
}

/** Whole seconds to wait, at least one. */
export function secondsToWait(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}

/** `01:02:03`, with days in front when there are any: `2.01:02:03`. */
export function clockText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
  return days > 0 ? `${days}.${time}` : time;
}
