import type { ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { serve } from "./serve.ts";

/** One request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The JSON that was sent, or undefined. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface WireDouble {
  readonly address: string;
  /** Every request, in order. */
  readonly seen: readonly WireRequest[];
}

/** What the double says instead of its fixed answer. */
export type Instead = (request: WireRequest, response: ServerResponse) => unknown;

/** A server on a real port that keeps each request whole and answers chat, streamed or whole, and lists of models. */
export async function wireDouble(instead?: Instead): Promise<WireDouble> {
  const seen: WireRequest[] = [];
  const address = await serve(async (incoming, response) => {
    const { method = "", url = "", headers } = incoming;
    const sent = await text(incoming);
    const request: WireRequest = { method, url, headers, body: sent === "" ? undefined : JSON.parse(sent) };
    seen.push(request);
    if (instead) return void (await instead(request, response));
    if (method === "GET") return void response.end(JSON.stringify({ data: [{ id: "double-1" }] }));
    sayParis(request, response);
  });
  return { address, seen };
}

/** The fixed answer, in the form that was asked for. */
export function sayParis({ body }: WireRequest, response: ServerResponse): void {
  const model = "double-1";
  const usage = { prompt_tokens: 11, completion_tokens: 2 };
  if (!body?.stream) {
    const choices = [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Paris." } }];
    return void response.end(JSON.stringify({ model, choices, usage }));
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const event = (value: object) => response.write(`data: ${JSON.stringify({ model, ...value })}\n\n`);
  for (const content of ["Paris", "."]) event({ choices: [{ index: 0, delta: { content } }] });
  event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
  if (body.stream_options) event({ choices: [], usage });
  response.end("data: [DONE]\n\n");
}
