import type { ToolCallPiece } from "../../chat/stream-part.ts";
import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import { ROUTING_METADATA } from "../chat/chat-completion.ts";
import { callId } from "./read-response.ts";
import type { ResponseBody } from "./response-body.ts";

export interface ResponseHead {
  readonly id: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly createdAt: number;
  readonly asked: ResponseBody;
}

/** What stands at one place of the output: the text, or the call of this index. */
export type OutputSlot = "text" | number;

export const responseId = (requestId: string) => `resp_${requestId.replaceAll("-", "")}`;

/** Id of an item of the output. */
export const itemId = (id: string, slot: OutputSlot) =>
  slot === "text" ? id.replace("resp_", "msg_") : `${id.replace("resp_", "fc_")}${slot}`;

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
    parallel_tool_calls: asked.parallel_tool_calls ?? true,
    previous_response_id: asked.previous_response_id ?? null,
    reasoning: { effort: asked.reasoning?.effort ?? null, summary: null },
    store: asked.store ?? true,
    temperature: asked.temperature ?? null,
    text: { format: asked.text?.format ?? { type: "text" } },
    tool_choice: asked.tool_choice ?? "auto",
    tools: asked.tools ?? [],
    top_p: asked.top_p ?? null,
    truncation: "disabled",
    usage: null,
    user: asked.user ?? null,
  };
}

/** The whole response as OpenAI's clients read it. @param slots the order in which a stream has begun the output's items */
export function wholeResponse(head: ResponseHead, answer: ChatAnswer, slots = slotsOf(answer)): object {
  const { promptTokens, completionTokens } = answer.usage;
  const why = INCOMPLETE[answer.endReason];
  return {
    ...begunResponse(head, answer.servedModel),
    status: statusOf(answer),
    incomplete_details: why === undefined ? null : { reason: why },
    output: slots.map((slot) => outputItem(head.id, slot, answer)),
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

type Ended = Pick<ChatAnswer, "text" | "toolCalls" | "endReason">;

const statusOf = ({ endReason }: Pick<Ended, "endReason">) =>
  INCOMPLETE[endReason] === undefined ? "completed" : "incomplete";

/** The text, unless there are calls and nothing was said; then the calls. */
export function slotsOf({ text, toolCalls = [] }: Pick<Ended, "text" | "toolCalls">): readonly OutputSlot[] {
  const calls = toolCalls.map(({ index }) => index);
  return text === "" && calls.length > 0 ? calls : ["text", ...calls];
}

/** An item of the output that is whole. */
export function outputItem(id: string, slot: OutputSlot, answer: Ended): object {
  const status = statusOf(answer);
  if (slot === "text") return messageItem(id, answer.text, status);
  const call = answer.toolCalls?.find(({ index }) => index === slot) ?? { index: slot, arguments: "" };
  return callItem(id, call, status);
}

export const outputText = (text: string) => ({ type: "output_text", text, annotations: [], logprobs: [] });

export const messageItem = (id: string, text: string | undefined, status: string) => ({
  id: itemId(id, "text"),
  type: "message",
  status,
  role: "assistant",
  content: text === undefined ? [] : [outputText(text)],
});

export const callItem = (id: string, call: ToolCallPiece, status: string) => ({
  id: itemId(id, call.index),
  type: "function_call",
  status,
  call_id: callId(call),
  name: call.name ?? "",
  arguments: call.arguments,
});
