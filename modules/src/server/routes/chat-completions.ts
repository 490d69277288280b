import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import { brokenOff, wholeChat } from "../chat/answer-chat.ts";
import { type ChatBody, chatBody, chatFields } from "../chat/chat-body.ts";
import { chatCompletion, ROUTING_METADATA } from "../chat/chat-completion.ts";
import { type ChunkForm, createChunkForm } from "../chat/chat-stream.ts";
import { readChat } from "../chat/read-chat.ts";
import { errorResponse } from "../http/error-response.ts";
import { createEventWriter } from "../http/event-writer.ts";
import { ANSWERED, type Call, defineRoute, type Reply, type Route } from "../http/route.ts";
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
    headers: { [ROUTING_METADATA]: headerOf(answer), "x-lab-provenance": answer.provenance },
  };
}

/** Until the first word the answer may still be a refusal with a status of its own; then the head is out. */
async function streamed(
  { orchestrator, observe, clock }: Platform,
  call: Call<ChatBody>,
): Promise<typeof ANSWERED> {
  const observer = observe(call);
  const form = createChunkForm({
    requestId: call.requestId,
    created: Math.floor(clock.now() / 1000),
    includeUsage: call.body.stream_options?.include_usage ?? false,
  });
  let begun: Extract<ChatPart, { type: "begin" }> | undefined;
  let answer: ChatAnswer | undefined;
  const writer = createEventWriter(call.outgoing, {
    headers: () => ({
      ...call.headers(),
      ...(begun && { [ROUTING_METADATA]: beginHeader(begun), "x-lab-provenance": begun.provenance }),
      ...(!begun &&
        answer && { [ROUTING_METADATA]: headerOf(answer), "x-lab-provenance": answer.provenance }),
    }),
    signal: call.context.signal,
    onEvent: call.record,
  });
  let waiting: string | undefined;
  let broken: string | undefined;
  // Text of the cache, where no deployment begins: whose it is stands in the answer.
  const kept: Extract<ChatPart, { type: "text" }>[] = [];
  try {
    for await (const part of orchestrator.chat(readChat(call.body), contextOf(call))) {
      observer.part(part);
      if (part.type === "begin") {
        begun = part;
        waiting = form.begin(part) ?? waiting;
      } else if (part.type === "error") broken = part.message;
      else if (part.type === "answer") answer = part.answer;
      else if (part.type === "text" && !begun) kept.push(part);
      else {
        const data = chunkOf(form, part);
        if (data === undefined) continue;
        if (waiting !== undefined) await writer.write(waiting);
        waiting = undefined;
        await writer.write(data);
      }
    }
    if (!answer || broken !== undefined || answer.endReason === "cut") throw brokenOff(broken);
    call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
    if (!begun) waiting = form.begin(answer);
    if (waiting !== undefined) await writer.write(waiting);
    for (const part of kept) await writer.write(form.text(part));
    for (const data of form.finish(answer)) await writer.write(data);
    await writer.write("[DONE]");
  } catch (error) {
    observer.failed(error);
    if (!writer.begun || call.context.signal.aborted) throw error;
    call.logFailure(error);
    await writer.write(form.broken(errorResponse(error, call.requestId).body, answer));
  }
  writer.end();
  return ANSWERED;
}

function chunkOf(form: ChunkForm, part: ChatPart): string | undefined {
  if (part.type === "text") return form.text(part);
  return part.type === "route-end" ? form.routeEnd(part) : undefined;
}

function contextOf({ context, body }: Call<ChatBody>) {
  return body.user ? { ...context, user: body.user } : context;
}

/** What a header may carry of it: letters of ASCII, and not too many. */
const headerOf = ({ routing: { reason: _, ...short } }: ChatAnswer) => ascii(JSON.stringify(short));

const beginHeader = ({
  deployment,
  model,
  tier,
  provenance,
  fallbackUsed,
  servedModel,
}: Extract<ChatPart, { type: "begin" }>) =>
  ascii(
    JSON.stringify({
      model_id: model,
      model_name: servedModel,
      deployment,
      tier,
      provenance,
      fallback_used: fallbackUsed,
    }),
  );

const ascii = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
