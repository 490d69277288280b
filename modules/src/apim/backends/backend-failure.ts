import { gatewayAnswer, internalError, reasonOf } from "../pipeline/gateway-answer.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

export interface GatewayFailureOptions {
  readonly status: number;
  /** The policy that failed. */
  readonly source: string;
  /** Azure's word for it. */
  readonly reason: string;
  readonly cause?: unknown;
}

/** An error of the gateway's own with the answer that Azure gives for it: `{"statusCode":503,"message":"Service Unavailable"}`. */
export function gatewayFailure(
  message: string,
  { status, source, reason, cause }: GatewayFailureOptions,
): PolicyError {
  const response = status === 500 ? internalError() : gatewayAnswer(status, reasonOf(status));
  return new PolicyError(message, { source, reason, response, cause });
}
