import { wholeChat } from "../chat/answer-chat.ts";
import { type ChatBody, chatBody, chatFields } from "../chat/chat-body.ts";
import { chatCompletion } from "../chat/chat-completion.ts";
import { createChunkForm } from "../chat/chat-stream.ts";
import { readChat } from "../chat/read-chat.ts";
import { answerHeaders } from "../chat/routing-headers.ts";
import { streamChat } from "../chat/stream-chat.ts";
import { type ANSWERED, type Call, defineRoute, type Reply, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { chatAnswers } from "./declared-answers.ts";

/** `POST /v1/chat/completions`, as OpenAI's clients send it. */
export function chatCompletions(platform: Platform): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/chat/completions",
    name: "createChatCompletion",
    tag: "OpenAI",
    about: "Answers a conversation, whole or as server-sent events. `model: auto` lets the router choose.",
    scope: "chat",
    body: chatBody,
    fields: chatFields,
    answers: chatAnswers,
    metered: true,
    idempotent: true,
    handle: (call) => (call.body.stream ? streamed(platform, call) : whole(platform, call)),
  });
}

async function whole({ orchestrator, observe, clock }: Platform, call: Call<ChatBody>): Promise<Reply> {
  const context = contextOf(call);
  const { answer, logprobs } = await wholeChat(
    orchestrator.chat(readChat(call.body), context),
    observe(call),
  );
  call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
  return {
    body: chatCompletion(answer, Math.floor(clock.now() / 1000), logprobs),
    headers: answerHeaders(answer),
  };
}

function streamed(
  { orchestrator, observe, clock }: Platform,
  call: Call<ChatBody>,
): Promise<typeof ANSWERED> {
  const form = createChunkForm({
    requestId: call.requestId,
    created: Math.floor(clock.now() / 1000),
    includeUsage: call.body.stream_options?.include_usage ?? false,
  });
  const parts = orchestrator.chat(readChat(call.body), contextOf(call));
  return streamChat(parts, form, { call, observer: observe(call) });
}

function contextOf({ context, body }: Call<ChatBody>) {
  return body.user ? { ...context, user: body.user } : context;
}
