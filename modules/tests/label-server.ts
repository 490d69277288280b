import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import type { ChatMessage } from "../src/chat/message.ts";
import { serve } from "./serve.ts";

/** One chat request as the wire brought it. */
export interface LabelRequest {
  readonly messages: readonly ChatMessage[];
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly logprobs?: boolean;
  readonly top_logprobs?: number;
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: unknown } };
}

export interface LabelServer {
  readonly address: string;
  readonly seen: readonly LabelRequest[];
  /** Requests that are being answered. */
  readonly open: () => number;
}

export interface LabelServerOptions {
  /** `refused`: 400 for the parameter; `ignored`: an answer without. Default: told. */
  readonly logprobs?: "told" | "refused" | "ignored";
  readonly json?: "kept" | "refused";
  /** What it says to a request, instead of a label by the length of the question. */
  readonly say?: (request: LabelRequest) => string;
  /** Answers itself, or not at all. */
  readonly instead?: (response: ServerResponse, request: IncomingMessage) => unknown;
}

/**
 * A chat server on a real port that sorts questions by their length, as a language model would by their sense: the longer,
 * the likelier `hard`. It says so in a word, in JSON, or by the probabilities of its tokens.
 */
export async function labelServer(options: LabelServerOptions = {}): Promise<LabelServer> {
  const { logprobs = "told", json: jsonForm = "kept", say, instead } = options;
  const seen: LabelRequest[] = [];
  let open = 0;
  const address = await serve(async (request, response) => {
    open += 1;
    response.on("close", () => {
      open -= 1;
    });
    const asked = (await json(request)) as LabelRequest;
    seen.push(asked);
    if (instead) return void instead(response, request);
    if (asked.logprobs && logprobs === "refused") return refuse(response, "logprobs");
    if (asked.response_format && jsonForm === "refused") return refuse(response, "response_format");
    const hard = probabilityOfHard(asked.messages.at(-1)?.content ?? "");
    const label = hard >= 0.5 ? "hard" : "easy";
    const content = say?.(asked) ?? (asked.response_format ? JSON.stringify({ label }) : label);
    answer(response, content, asked.logprobs === true && logprobs === "told" ? hard : undefined);
  });
  return { address, seen, open: () => open };
}

/** 0.5 at 60 characters. */
const probabilityOfHard = (question: string) => 1 / (1 + Math.exp((60 - question.length) / 20));

function answer(response: ServerResponse, content: string, hard: number | undefined): void {
  const entry = (token: string, probability: number) => ({
    token,
    logprob: Math.log(Math.max(probability, 1e-9)),
  });
  const words = content.split(/(?<=\s)/);
  const logprobs =
    hard === undefined
      ? undefined
      : {
          content: words.map((word) => ({
            ...entry(word, 0.9 * Math.max(hard, 1 - hard)),
            top_logprobs: [entry(" Hard", 0.9 * hard), entry("easy", 0.9 * (1 - hard)), entry("The", 0.1)],
          })),
        };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(
    JSON.stringify({
      model: "sorter-1",
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content }, logprobs }],
      usage: { prompt_tokens: 1, completion_tokens: words.length },
    }),
  );
}

function refuse(response: ServerResponse, parameter: string): void {
  response.writeHead(400, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ error: { message: `${parameter} is not supported`, code: "unsupported_parameter" } }),
  );
}
