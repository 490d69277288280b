import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { ConnectionCut, spoilEvents } from "../../faults/spoil-events.ts";
import { strikeHeaders } from "../../faults/strike.ts";
import type { LabContext } from "../../lab-app.ts";
import { breakOff, sentAnswer } from "../../sent-answer.ts";

type Events = AsyncIterable<string> | Iterable<string>;

/**
 * Sends an answer of server-sent events, each when it is made, as the fault that struck the request lets them out. Written to
 * the connection itself: through a web stream each event costs several times as much.
 */
export function eventStream(
  c: LabContext,
  events: Events,
  headers: Readonly<Record<string, string>>,
): Response {
  const { outgoing } = c.env;
  const strike = c.get("strike");
  outgoing.writeHead(200, {
    ...headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    ...(strike && strikeHeaders(strike.fault)),
  });
  void send(c, strike ? spoilEvents(events, strike, c.req.raw.signal) : events);
  return sentAnswer(200);
}

/** Ends with the last event, or at once when the client leaves; what made the events is told either way. */
async function send(c: LabContext, events: Events): Promise<void> {
  const { outgoing } = c.env;
  try {
    if (Symbol.asyncIterator in events) await sendSlowly(outgoing, events);
    else await sendAtOnce(outgoing, events);
    outgoing.end();
  } catch (error) {
    if (error instanceof ConnectionCut) return breakOff(outgoing);
    if (!outgoing.destroyed) c.get("logFailure")?.(error);
    outgoing.destroy();
  }
}

async function sendSlowly(outgoing: ServerResponse, events: AsyncIterable<string>): Promise<void> {
  for await (const text of events) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(text)) await drained(outgoing);
  }
}

/** Large enough to save most of the writing, small enough not to hold a whole answer back. */
const PIECE_LENGTH = 16_384;

async function sendAtOnce(outgoing: ServerResponse, events: Iterable<string>): Promise<void> {
  let piece = "";
  for (const text of events) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    if (outgoing.destroyed) return;
    if (!outgoing.write(piece)) await drained(outgoing);
    piece = "";
  }
  if (piece) outgoing.write(piece);
}

/** Resolves when the client has read on, or has left. */
async function drained(outgoing: ServerResponse): Promise<void> {
  const settled = new AbortController();
  try {
    await Promise.race(["drain", "close"].map((event) => once(outgoing, event, { signal: settled.signal })));
  } finally {
    settled.abort();
  }
}
