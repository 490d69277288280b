import { LimitError } from "../../core/errors.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import type { MessageBody } from "../pipeline/message-body.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

/** The whole body as text. Throws `PolicyError` (MessagePayloadTooLarge) for more than the gateway keeps. */
export async function readText(body: MessageBody, policy: string): Promise<string> {
  try {
    return new TextDecoder().decode(await body.read());
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    throw new PolicyError(error.message, {
      source: policy,
      reason: "MessagePayloadTooLarge",
      response: gatewayAnswer(413, error.message),
      cause: error,
    });
  }
}
