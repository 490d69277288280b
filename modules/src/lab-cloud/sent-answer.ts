import type { ServerResponse } from "node:http";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { LabContext } from "./lab-app.ts";

/** For an answer that is written to the connection itself; the status is for the journal. */
export const sentAnswer = (status: number): Response =>
  status === RESPONSE_ALREADY_SENT.status
    ? RESPONSE_ALREADY_SENT
    : new Response(null, { status, headers: RESPONSE_ALREADY_SENT.headers });

const [MARK = ""] = RESPONSE_ALREADY_SENT.headers.keys();

export const isSent = (response: Response): boolean => response.headers.has(MARK);

/** Closes the connection when what was written is out, before the answer is complete. */
export function breakOff(outgoing: ServerResponse): void {
  outgoing.socket?.destroySoon();
}

/** Read by nobody but the journal: 444, as proxies note a connection that they closed without an answer. */
const UNANSWERED = 444;

/** Closes the connection instead of answering. */
export function resetConnection(c: LabContext): Response {
  c.env.outgoing.destroy();
  return sentAnswer(UNANSWERED);
}
