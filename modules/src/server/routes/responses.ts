import { z } from "zod";
import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import { wholeChat } from "../chat/answer-chat.ts";
import { createEventWriter } from "../http/event-writer.ts";
import { ANSWERED, type Call, defineRoute, type Reply, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { answeredTurn, readInput, readResponse } from "../responses/read-response.ts";
import { type ResponseBody, responseBody, responseFields } from "../responses/response-body.ts";
import { type ResponseHead, responseId, wholeResponse } from "../responses/response-form.ts";
import { createResponseStore, type ResponseStore } from "../responses/response-store.ts";
import { streamResponse } from "../responses/stream-response.ts";
import { anyRefusal, modelRefusal } from "./declared-answers.ts";

const response = z.looseObject({ id: z.string(), object: z.literal("response"), status: z.string() });
const parameters = { response_id: z.string().min(1).max(200) };

/** `/v1/responses`: text and calls of functions, each one able to go on from an earlier one. */
export function responseRoutes(platform: Platform): readonly Route[] {
  const store = createResponseStore();
  return [
    defineRoute({
      method: "POST",
      path: "/v1/responses",
      name: "createResponse",
      tag: "OpenAI",
      about:
        "Answers an input, whole or as events, with calls of functions that the caller runs; `previous_response_id` goes on from an earlier response.",
      scope: "chat",
      body: responseBody,
      fields: responseFields,
      answers: { 200: { about: "The response.", schema: response }, ...modelRefusal },
      metered: true,
      idempotent: true,
      handle: (call) => answerInput(platform, store, call),
    }),
    defineRoute({
      method: "GET",
      path: "/v1/responses/{response_id}",
      name: "getResponse",
      tag: "OpenAI",
      about: "A response that was stored.",
      scope: "chat",
      parameters,
      answers: { 200: { about: "The response.", schema: response }, ...anyRefusal },
      handle: ({ caller, parameters: { response_id: id = "" } }) => ({
        body: store.get(caller, id, "response_id").body,
      }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/v1/responses/{response_id}",
      name: "deleteResponse",
      tag: "OpenAI",
      about: "Forgets a response.",
      scope: "chat",
      parameters,
      answers: {
        200: { about: "It is forgotten.", schema: z.looseObject({ deleted: z.boolean() }) },
        ...anyRefusal,
      },
      handle({ caller, parameters: { response_id: id = "" } }) {
        store.get(caller, id, "response_id");
        return { body: { id, object: "response", deleted: store.remove(caller, id) } };
      },
    }),
  ];
}

async function answerInput(
  platform: Platform,
  store: ResponseStore,
  call: Call<ResponseBody>,
): Promise<Reply | typeof ANSWERED> {
  const { orchestrator, observe, clock } = platform;
  const { body, caller, context } = call;
  const earlier = body.previous_response_id
    ? store.get(caller, body.previous_response_id, "previous_response_id").messages
    : [];
  const turns = [...earlier, ...readInput(body.input)];
  const head: ResponseHead = {
    id: responseId(call.requestId),
    createdAt: Math.floor(clock.now() / 1000),
    asked: body,
  };
  const asker = body.user ? { ...context, user: body.user } : context;
  const parts = orchestrator.chat(readResponse(body, turns), asker);
  const observer = observe(call);
  const done = (answer: ChatAnswer, whole: object) => {
    call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
    const messages = [...turns, answeredTurn(answer.text, answer.toolCalls)];
    if (body.store !== false) store.keep(caller, head.id, { body: whole, messages });
  };
  if (body.stream) {
    const writer = createEventWriter(call);
    const streamed = await streamResponse(parts, head, { writer, observer, call });
    if (streamed) {
      done(streamed.answer, streamed.whole);
      writer.end();
    } else writer.cut();
    return ANSWERED;
  }
  const { answer } = await wholeChat(parts, observer);
  const whole = wholeResponse(head, answer);
  done(answer, whole);
  return { body: whole, headers: { "x-lab-provenance": answer.provenance } };
}
