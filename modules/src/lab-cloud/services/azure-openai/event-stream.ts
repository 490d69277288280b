import type { LabContext } from "../../lab-app.ts";

/** An answer of server-sent events, each sent when it is made. */
export function eventStream(
  _c: LabContext,
  events: AsyncIterable<string> | Iterable<string>,
  headers: Readonly<Record<string, string>>,
): Response {
  return new Response(ReadableStream.from(encoded(events)), {
    headers: {
      ...headers,
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
    },
  });
}

const encoder = new TextEncoder();

async function* encoded(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield encoder.encode(text);
}
