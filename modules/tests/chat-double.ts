import type { ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { ChatMessage } from "../src/chat/message.ts";
import { serve } from "./serve.ts";

export interface ChatDouble {
  readonly address: string;
  /** The messages of each request, in order. */
  readonly heard: (readonly ChatMessage[])[];
}

export interface ChatDoubleOptions {
  /** Words of the answer, one a chunk. */
  readonly words?: readonly string[];
  readonly model?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Answers instead of the words, e.g. with an error. */
  readonly instead?: (response: ServerResponse) => unknown;
}

/** A server that streams one fixed answer in OpenAI's form, on a real port, and keeps what it was sent. */
export async function chatDouble(options: ChatDoubleOptions = {}): Promise<ChatDouble> {
  const { words = ["Paris", "."], model = "double-1", headers = {}, instead } = options;
  const heard: (readonly ChatMessage[])[] = [];
  const address = await serve(async (request, response) => {
    const body = (await json(request)) as { messages: ChatMessage[] };
    heard.push(body.messages);
    if (instead) {
      instead(response);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", ...headers });
    for (const content of words)
      response.write(event({ model, choices: [{ index: 0, delta: { content } }] }));
    response.write(event({ model, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }));
    response.write(event({ model, choices: [], usage: { prompt_tokens: 1000, completion_tokens: 500 } }));
    response.end("data: [DONE]\n\n");
  });
  return { address, heard };
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
