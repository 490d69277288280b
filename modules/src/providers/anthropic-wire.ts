import type { WireReading } from "../chat/openai-wire.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { EndReason, StreamPart } from "../chat/stream-part.ts";
import {
  askedFormat,
  type ChatWire,
  isJson,
  type Json,
  joinedText,
  NOTHING,
  plainMessage,
  refuseFields,
  refuseParameters,
  textOf,
} from "./chat-wire.ts";

/** Versions of the form; from `2026-10-21` on it has no temperature. https://platform.claude.com/docs/en/api/versioning */
export type AnthropicVersion = "2023-06-01" | "2026-10-21";

export interface AnthropicForm {
  readonly version: AnthropicVersion;
  /** Longest answer of a request that names none, in tokens: the form wants one. */
  readonly maxTokens: number;
}

/** Anthropic's Messages. Form: https://platform.claude.com/docs/en/api/messages */
export const anthropicWire = (form: AnthropicForm): ChatWire => ({
  toBody: (request, stream) => toBody(request, stream, form),
  createReader: (whole) => (whole ? readMessage : createEventReader()),
  readRefusal: (body) => {
    const error = isJson(body) ? body.error : undefined;
    const message = isJson(error) ? textOf(error.message) : undefined;
    return isJson(error) && message !== undefined ? { message, code: textOf(error.type) } : undefined;
  },
});

const SERVICE = "Anthropic's Messages API";

/** System messages stand beside the others, wherever they stood between them. */
function toBody(request: ChatRequest, stream: boolean, form: AnthropicForm): Record<string, unknown> {
  refuseParameters(SERVICE, request, ["seed", "topLogprobs", "presencePenalty", "frequencyPenalty"]);
  refuseFields(SERVICE, request, ["response_format"]);
  const { schema } = askedFormat(SERVICE, request, ["json_schema"]);
  if (form.version === "2026-10-21") {
    refuseParameters(`${SERVICE}, version ${form.version},`, request, ["temperature", "topP"]);
  }
  const { model, messages, maxTokens = form.maxTokens, temperature, topP, stop } = request;
  const system = messages.filter(({ role }) => role === "system");
  return {
    model,
    max_tokens: maxTokens,
    ...(system.length > 0 && { system: system.map(({ content }) => content).join("\n\n") }),
    messages: messages.filter(({ role }) => role !== "system").map(plainMessage),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(stop !== undefined && { stop_sequences: stop }),
    ...(schema !== undefined && { output_config: { format: { type: "json_schema", schema } } }),
    ...(stream && { stream: true }),
  };
}

function readMessage(value: unknown): WireReading | undefined {
  if (!isJson(value)) return undefined;
  if (value.type === "error") return readError(value);
  if (value.type !== "message" || !Array.isArray(value.content)) return undefined;
  const text = joinedText(value.content);
  return {
    model: textOf(value.model),
    parts: [
      ...(text ? [{ type: "text", text } as const] : []),
      ...usagePart(promptTokensOf(value.usage), value.usage),
      ...endPart(value.stop_reason),
    ],
  };
}

/** `message_start` tells the prompt's tokens, `message_delta` those of the answer and why it ended. */
function createEventReader(): (value: unknown) => WireReading | undefined {
  let promptTokens: number | undefined;
  return (value) => {
    if (!isJson(value) || typeof value.type !== "string") return undefined;
    if (value.type === "error") return readError(value);
    if (value.type === "message_start" && isJson(value.message)) {
      promptTokens = promptTokensOf(value.message.usage);
      return { model: textOf(value.message.model), parts: [] };
    }
    if (value.type === "content_block_delta") return readDelta(value.delta);
    if (value.type !== "message_delta") return NOTHING;
    promptTokens = promptTokensOf(value.usage) ?? promptTokens;
    const reason = isJson(value.delta) ? value.delta.stop_reason : undefined;
    return { model: undefined, parts: [...usagePart(promptTokens, value.usage), ...endPart(reason)] };
  };
}

function readDelta(delta: unknown): WireReading {
  const text = isJson(delta) && delta.type === "text_delta" ? textOf(delta.text) : undefined;
  return text ? { model: undefined, parts: [{ type: "text", text }] } : NOTHING;
}

/** What was written to the cache and read from it is of the prompt too, and not in `input_tokens`. */
function promptTokensOf(usage: unknown): number | undefined {
  if (!isJson(usage) || typeof usage.input_tokens !== "number") return undefined;
  const { cache_creation_input_tokens: written, cache_read_input_tokens: read } = usage;
  return usage.input_tokens + countOf(written) + countOf(read);
}

const countOf = (value: unknown) => (typeof value === "number" ? value : 0);

function usagePart(promptTokens: number | undefined, usage: unknown): StreamPart[] {
  const completionTokens = isJson(usage) ? usage.output_tokens : undefined;
  if (promptTokens === undefined || typeof completionTokens !== "number") return [];
  return [{ type: "usage", usage: { promptTokens, completionTokens } }];
}

function endPart(reason: unknown): StreamPart[] {
  const end = END_REASONS[String(reason)];
  return end ? [{ type: "end", reason: end }] : [];
}

const END_REASONS: Readonly<Record<string, EndReason>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  tool_use: "stop",
  pause_turn: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  refusal: "filter",
};

const TRANSIENT = new Set(["overloaded_error", "rate_limit_error", "api_error", "timeout_error"]);

function readError({ error }: Json): WireReading {
  const code = (isJson(error) ? textOf(error.type) : undefined) ?? "PROVIDER_ERROR";
  const message =
    (isJson(error) ? textOf(error.message) : undefined) ?? "The provider broke off with an error.";
  return { model: undefined, parts: [{ type: "error", code, message, retryable: TRANSIENT.has(code) }] };
}
