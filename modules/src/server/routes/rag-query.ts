import { z } from "zod";
import { AUTO_MODEL } from "../../orchestrator/orchestrated-chat.ts";
import type { Rag } from "../../retrieval/rag.ts";
import { wholeChat } from "../chat/answer-chat.ts";
import { ROUTING_METADATA } from "../chat/chat-completion.ts";
import { defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { modelRefusal } from "./declared-answers.ts";

const body = z.object({
  query: z.string().trim().min(1).max(4000),
  model: z.string().min(1).max(200).default(AUTO_MODEL),
  top_k: z.int().min(1).max(20).default(5),
  search: z.enum(["hybrid", "words", "vectors"]).default("hybrid"),
});

const answer = z.looseObject({
  request_id: z.string(),
  found: z.boolean(),
  searched_by: z.enum(["hybrid", "words", "vectors"]),
  answer: z.string().nullable(),
  citations: z.array(z.looseObject({})),
  sources: z.array(z.looseObject({})),
});

/** `POST /v1/rag/query`: a question about the workshop, answered from its own texts. */
export function ragQuery({ orchestrator, observe }: Platform, rag: Rag): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/rag/query",
    name: "queryHandbook",
    tag: "Orchestration",
    about:
      "Answers from passages of the labs and guides, with the passages it rests on. When nothing fits, no model is asked.",
    scope: "chat",
    body,
    fields: Object.keys(body.shape),
    answers: { 200: { about: "The answer and what it rests on.", schema: answer }, ...modelRefusal },
    metered: true,
    idempotent: true,
    async handle(call) {
      const { query, model, top_k: limit, search: by } = call.body;
      const prompt = await rag.prepare(query, { limit, by, signal: call.context.signal });
      const common = {
        request_id: call.requestId,
        found: prompt.found,
        searched_by: prompt.searchedBy,
        sources: prompt.sources,
      };
      if (!prompt.found) return { body: { ...common, answer: null, citations: [], unknown_numbers: [] } };
      const chat = { model, messages: prompt.messages, stream: false };
      const { answer } = await wholeChat(orchestrator.chat(chat, call.context), observe(call));
      call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
      const { text, citations, unknownNumbers } = prompt.cite(answer.text);
      return {
        body: {
          ...common,
          answer: text,
          citations,
          unknown_numbers: unknownNumbers,
          [ROUTING_METADATA]: answer.routing,
        },
        headers: { "x-lab-provenance": answer.provenance },
      };
    },
  });
}
