import { internalError } from "../pipeline/gateway-answer.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

/** Nobody answered at an address; the caller is told no more than Azure tells. */
export function backendError(
  reason: "BackendConnectionFailure" | "Timeout",
  message: string,
  cause?: unknown,
): PolicyError {
  return new PolicyError(message, { source: "forward-request", reason, response: internalError(), cause });
}
