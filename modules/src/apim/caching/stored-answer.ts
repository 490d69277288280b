import { HeaderMap } from "../pipeline/header-map.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import { readBody } from "../pipeline/read-body.ts";

/** An answer as a cache keeps it. */
export interface StoredAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, readonly string[]])[];
  readonly body: Uint8Array;
}

/** A cookie is one caller's own. */
const NEVER_STORED = new Set(["set-cookie"]);

/** The built-in cache of API Management keeps nothing larger. */
const LARGEST_ANSWER_BYTES = 2 * 1024 * 1024;

/** Reads an answer to its end; it can still be sent. Undefined when it is too large to be kept. */
export async function storeAnswer(
  response: ResponseMessage,
  policy: string,
): Promise<StoredAnswer | undefined> {
  const { status, reason, headers } = response;
  if (Number(headers.get("content-length") ?? 0) > LARGEST_ANSWER_BYTES) return undefined;
  const body = await readBody(response.body, policy);
  if (body.byteLength > LARGEST_ANSWER_BYTES) return undefined;
  return {
    status,
    reason,
    headers: [...headers].filter(([name]) => !NEVER_STORED.has(name.toLowerCase())),
    body,
  };
}

/** A fresh answer that policies may change. */
export function answerFrom({ status, reason, headers, body }: StoredAnswer): ResponseMessage {
  const fresh = new HeaderMap();
  for (const [name, values] of headers) fresh.set(name, values);
  return { status, reason, headers: fresh, body: MessageBody.of(body) };
}

export function isStoredAnswer(value: unknown): value is StoredAnswer {
  return typeof value === "object" && value !== null && "body" in value && value.body instanceof Uint8Array;
}
