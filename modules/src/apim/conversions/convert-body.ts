import type { Exchange } from "../pipeline/exchange.ts";
import { internalError } from "../pipeline/gateway-answer.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { messageInUse } from "../policies/set-body.ts";
import { readText } from "./read-text.ts";

export interface Conversion {
  readonly policy: string;
  /** `json` or `xml`: what Content-Type must name for `apply="content-type-…"`. */
  readonly from: string;
  readonly to: string;
  readonly contentType: string;
  readonly isAlways: boolean;
  readonly considersAccept: boolean;
  /** Throws for a body that is something else. */
  convert(text: string): string;
}

/** Converts the body of the request or of the answer, where the policy's conditions hold. */
export async function convertBody(conversion: Conversion, exchange: Exchange): Promise<void> {
  const { policy, from, to, contentType, convert } = conversion;
  const message = messageInUse(exchange);
  const names = (header: string | undefined, what: string) => header?.toLowerCase().includes(what) ?? false;
  if (!conversion.isAlways && !names(message.headers.get("Content-Type"), from)) {
    return exchange.trace.note(() => `left as it is: its Content-Type is not ${from}`);
  }
  if (conversion.considersAccept && !names(exchange.request.headers.get("Accept"), to)) {
    return exchange.trace.note(() => `left as it is: the caller does not accept ${to}`);
  }
  const text = await readText(message.body, policy);
  if (text.trim() === "") return;
  message.body = MessageBody.of(converted(text, convert, policy));
  message.headers.set("Content-Type", [contentType]);
  message.headers.delete("Content-Length");
}

function converted(text: string, convert: Conversion["convert"], policy: string): string {
  try {
    return convert(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PolicyError(why, {
      source: policy,
      reason: "BodyConversionFailure",
      response: internalError(),
      cause: error,
    });
  }
}
