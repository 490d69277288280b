import { PROVENANCE_HEADER } from "../../chat/provenance.ts";
import type { StreamPart, TokenChoice, Usage } from "../../chat/stream-part.ts";
import { type AnswerHead, type AnswerPiece, answerChunk } from "./foundry-local-answer.ts";
import type { ChatSource, FoundryLocalModel } from "./foundry-local-model.ts";
import { errorBody, refusalOf } from "./foundry-local-refusal.ts";
import type { FoundryLocalCall } from "./foundry-local-request.ts";

export interface FoundryLocalChat {
  readonly call: FoundryLocalCall;
  readonly model: FoundryLocalModel;
  readonly source: ChatSource;
  readonly head: AnswerHead;
  /** Aborted when the caller goes away. */
  readonly gone: AbortSignal;
}

/**
 * Answers one chat request, whole or streamed. A caller that goes away ends the generation.
 * @throws FoundryLocalRefusal when the model refuses before its first word.
 */
export async function answerChat(chat: FoundryLocalChat): Promise<Response> {
  const { call, source, gone } = chat;
  const reader = new AbortController();
  const signal = AbortSignal.any([gone, reader.signal]);
  const parts = source.chat(call.request, signal)[Symbol.asyncIterator]();
  const first = await parts.next().catch((error: unknown) => {
    throw refusalOf(error);
  });
  const headers = { [PROVENANCE_HEADER]: chat.model.provenance };
  const usage: Usage = { promptTokens: source.countPromptTokens(call.request.messages), completionTokens: 0 };
  const rest = startedWith(first, parts);
  if (!call.stream) return Response.json(await wholeAnswer(chat.head, rest, usage), { headers });
  return new Response(
    eventStream(chat.head, rest, usage, () => reader.abort()),
    {
      headers: { ...headers, "content-type": "text/event-stream", "cache-control": "no-cache" },
    },
  );
}

async function* startedWith(
  first: IteratorResult<StreamPart, unknown>,
  rest: AsyncIterator<StreamPart>,
): AsyncGenerator<StreamPart, void> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function wholeAnswer(
  head: AnswerHead,
  parts: AsyncIterable<StreamPart>,
  counted: Usage,
): Promise<object> {
  let text = "";
  let usage = counted;
  const logprobs: TokenChoice[] = [];
  try {
    for await (const part of parts) {
      if (part.type === "text") {
        text += part.text;
        logprobs.push(...(part.logprobs ?? []));
      } else if (part.type === "usage") usage = part.usage;
      else if (part.type === "end")
        return answerChunk(head, { text, logprobs, reason: part.reason }, usage, false);
      else throw new Error(part.message);
    }
  } catch (error) {
    throw refusalOf(error);
  }
  throw refusalOf(new Error("the model ended without saying why."));
}

/** Server-sent events, made as fast as they are read. */
function eventStream(
  head: AnswerHead,
  parts: AsyncIterable<StreamPart>,
  counted: Usage,
  onCancel: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const events = streamedEvents(head, parts, counted);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await events.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`data: ${value}\n\n`));
    },
    async cancel() {
      onCancel();
      await events.return();
    },
  });
}

/** Tokens told before the end are text parts so far; the last two chunks have the model's own count. */
async function* streamedEvents(
  head: AnswerHead,
  parts: AsyncIterable<StreamPart>,
  counted: Usage,
): AsyncGenerator<string, void> {
  let usage = counted;
  const chunk = (piece?: AnswerPiece) => JSON.stringify(answerChunk(head, piece, usage, true));
  try {
    for await (const part of parts) {
      if (part.type === "text") {
        usage = { ...usage, completionTokens: usage.completionTokens + 1 };
        yield chunk({ text: part.text, logprobs: part.logprobs ?? [] });
      } else if (part.type === "usage") usage = part.usage;
      else if (part.type === "error") return void (yield failure(new Error(part.message)));
      else if (part.reason !== "cancelled" && part.reason !== "cut") {
        yield chunk({ text: "", logprobs: [], reason: part.reason });
        yield chunk();
        yield "[DONE]";
      }
    }
  } catch (error) {
    yield failure(error);
  }
}

function failure(error: unknown): string {
  const { message, status, code } = refusalOf(error);
  return JSON.stringify(errorBody(message, status, code));
}
