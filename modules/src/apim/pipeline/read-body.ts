import { LimitError } from "../../core/errors.ts";
import { gatewayAnswer } from "./gateway-answer.ts";
import type { MessageBody } from "./message-body.ts";
import { PolicyError } from "./policy-error.ts";

/** Reads a body that a policy looks at. Throws `PolicyError` with 413 for one that is longer than what is kept. */
export async function readBody(body: MessageBody, policy: string): Promise<Uint8Array> {
  try {
    return await body.read();
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    const response = gatewayAnswer(413, error.message);
    const reason = "MessagePayloadTooLarge";
    throw new PolicyError(error.message, { source: policy, reason, response, cause: error });
  }
}
