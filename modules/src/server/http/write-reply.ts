import type { ServerResponse } from "node:http";
import type { Reply } from "./route.ts";

/** Writes a whole answer: JSON, or text where the reply's headers name another content type. */
export function writeReply(
  outgoing: ServerResponse,
  method: string,
  headers: Readonly<Record<string, string>>,
  reply: Reply,
): void {
  const text = typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body);
  outgoing.writeHead(reply.status ?? 200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
    ...reply.headers,
  });
  outgoing.end(method === "HEAD" ? undefined : text);
}
