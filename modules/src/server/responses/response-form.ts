import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import { ROUTING_METADATA } from "../chat/chat-completion.ts";
import type { ResponseBody } from "./response-body.ts";

export interface ResponseHead {
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly createdAt: number;
  readonly asked: ResponseBody;
}

export const responseId = (requestId: string) => `resp_${requestId.replaceAll("-", "")}`;
export const messageId = (id: string) => id.replace("resp_", "msg_");

/** A response that is begun. */
export function begunResponse({ id, createdAt, asked }: ResponseHead, model: string): object {
  return {
    id,
    object: "response",
    created_at: createdAt,
    status: "in_progress",
    background: false,
    error: null,
    incomplete_details: null,
    instructions: asked.instructions ?? null,
    max_output_tokens: asked.max_output_tokens ?? null,
    metadata: asked.metadata ?? {},
    model,
    output: [],
    parallel_tool_calls: true,
    previous_response_id: asked.previous_response_id ?? null,
    store: asked.store ?? true,
    temperature: asked.temperature ?? null,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: asked.top_p ?? null,
    truncation: "disabled",
    usage: null,
    user: asked.user ?? null,
  };
}

/** The whole response as OpenAI's clients read it. */
export function wholeResponse(head: ResponseHead, answer: ChatAnswer): object {
  const { promptTokens, completionTokens } = answer.usage;
  const why = INCOMPLETE[answer.endReason];
  return {
    ...begunResponse(head, answer.servedModel),
    status: why === undefined ? "completed" : "incomplete",
    incomplete_details: why === undefined ? null : { reason: why },
    output: [outputMessage(head.id, answer.text, why === undefined ? "completed" : "incomplete")],
    usage: {
      input_tokens: promptTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: completionTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: promptTokens + completionTokens,
    },
    [ROUTING_METADATA]: answer.routing,
  };
}

const INCOMPLETE: Partial<Record<ChatAnswer["endReason"], string>> = {
  length: "max_output_tokens",
  filter: "content_filter",
};

export const outputText = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });

export const outputMessage = (id: string, text: string | undefined, status: string) => ({
  id: messageId(id),
  type: "message",
  status,
  role: "assistant",
  content: text === undefined ? [] : [outputText(text)],
});
