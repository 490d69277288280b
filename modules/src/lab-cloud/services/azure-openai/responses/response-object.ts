import type { Model } from "../../../../catalog/index.ts";
import { newId } from "../../../../core/index.ts";
import { type MessageItem, outputText } from "../conversations/message-item.ts";
import type { Completion } from "../resource.ts";
import type { ResponseCall, ResponseSettings } from "./response-call.ts";

/** A response as it is sent. */
export interface ResponseObject extends ResponseSettings {
  readonly id: string;
  readonly object: "response";
  /** Seconds since 1970-01-01 UTC. */
  readonly created_at: number;
  readonly completed_at: number | null;
  readonly status: "in_progress" | "completed" | "incomplete";
  readonly background: false;
  readonly error: null;
  readonly incomplete_details: { readonly reason: "max_output_tokens" | "content_filter" } | null;
  /** Base model and version, never the deployment. */
  readonly model: string;
  readonly output: readonly MessageItem[];
  readonly previous_response_id: string | null;
  readonly conversation?: { readonly id: string };
  readonly usage: object | null;
}

/** A response before its answer. */
export function beginResponse(call: ResponseCall, { name, version }: Model, nowMs: number): ResponseObject {
  return {
    id: newId("resp_"),
    object: "response",
    created_at: Math.floor(nowMs / 1000),
    completed_at: null,
    status: "in_progress",
    background: false,
    error: null,
    incomplete_details: null,
    model: `${name}-${version}`,
    output: [],
    previous_response_id: call.previousId ?? null,
    ...(call.conversationId !== undefined && { conversation: { id: call.conversationId } }),
    ...call.settings,
    usage: null,
  };
}

/** The response with its answer. */
export function finishResponse(begun: ResponseObject, completion: Completion, nowMs: number): ResponseObject {
  const reason = INCOMPLETE[completion.answer.finishReason];
  return {
    ...begun,
    completed_at: reason === undefined ? Math.floor(nowMs / 1000) : null,
    status: reason === undefined ? "completed" : "incomplete",
    incomplete_details: reason === undefined ? null : { reason },
    output: [
      {
        id: newId("msg_"),
        type: "message",
        status: reason === undefined ? "completed" : "incomplete",
        role: "assistant",
        content: [outputText(completion.answer.text)],
      },
    ],
    usage: usageOf(completion),
  };
}

const INCOMPLETE: Readonly<
  Record<Completion["answer"]["finishReason"], "max_output_tokens" | "content_filter" | undefined>
> = { stop: undefined, length: "max_output_tokens", content_filter: "content_filter" };

const usageOf = ({ promptTokens, answer: { completionTokens } }: Completion) => ({
  input_tokens: promptTokens,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: completionTokens,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: promptTokens + completionTokens,
});
