import { z } from "zod";
import { type ChatMessage, user } from "../../chat/message.ts";
import { AUTO_MODEL } from "../../orchestrator/orchestrated-chat.ts";
import type { SearchOptions } from "../../retrieval/passage.ts";
import type { Rag, RagPrompt } from "../../retrieval/rag.ts";
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
  session_id: z.string().min(1).max(200).optional(),
});

const answer = z.looseObject({
  request_id: z.string(),
  session_id: z.string(),
  found: z.boolean(),
  searched_by: z.enum(["hybrid", "words", "vectors"]),
  answer: z.string().nullable(),
  citations: z.array(z.looseObject({})),
  sources: z.array(z.looseObject({})),
});

/** `POST /v1/rag/query`: a question about the workshop, answered from its own texts. */
export function ragQuery({ orchestrator, observe, sessions }: Platform, rag: Rag): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/rag/query",
    name: "queryHandbook",
    tag: "Orchestration",
    about:
      "Answers from passages of the labs and guides, with the passages it rests on. When nothing fits, no model is asked. `session_id` goes on from earlier questions.",
    scope: "chat",
    body,
    fields: Object.keys(body.shape),
    answers: { 200: { about: "The answer and what it rests on.", schema: answer }, ...modelRefusal },
    metered: true,
    idempotent: true,
    async handle(call) {
      const { query, model, top_k: limit, search: by, session_id } = call.body;
      const session = sessions.open(call.caller, session_id);
      const earlier = session.conversation.messages;
      const prompt = await prepare(rag, query, earlier, { limit, by, signal: call.context.signal });
      const common = {
        request_id: call.requestId,
        session_id: session.id,
        found: prompt.found,
        searched_by: prompt.searchedBy,
        sources: prompt.sources,
      };
      if (!prompt.found) return { body: { ...common, answer: null, citations: [], unknown_numbers: [] } };
      const instruction = prompt.messages.slice(0, -1);
      const chat = { model, messages: [...instruction, ...earlier, user(query)], stream: false };
      const { answer } = await wholeChat(orchestrator.chat(chat, call.context), observe(call));
      call.spend(answer.usage.promptTokens + answer.usage.completionTokens);
      const { text, citations, unknownNumbers } = prompt.cite(answer.text);
      // The next answer rests on other passages, whose numbers begin anew.
      session.conversation.add(query, text.replace(/ ?\[\d+\]/g, ""));
      session.note(answer);
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

/** A question that says little alone ("and why?") is searched together with the one before it. */
async function prepare(
  rag: Rag,
  query: string,
  earlier: readonly ChatMessage[],
  options: SearchOptions,
): Promise<RagPrompt> {
  const alone = await rag.prepare(query, options);
  const before = earlier.findLast(({ role }) => role === "user")?.content;
  return alone.found || before === undefined ? alone : rag.prepare(`${before}\n${query}`, options);
}
