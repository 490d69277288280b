import type { WireReading } from "../chat/openai-wire.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { EndReason, StreamPart } from "../chat/stream-part.ts";
import {
  askedFormat,
  type ChatWire,
  isJson,
  joinedText,
  NOTHING,
  plainMessage,
  refuseFields,
  refuseParameters,
  textOf,
} from "./chat-wire.ts";

/** Cohere's chat, version 2. Form: https://docs.cohere.com/reference/chat */
export const cohereWire: ChatWire = {
  toBody,
  createReader: (whole) => (whole ? readAnswer : readEvent),
  readRefusal: (body) => {
    const message = isJson(body) ? textOf(body.message) : undefined;
    return message === undefined ? undefined : { message };
  },
};

function toBody(request: ChatRequest, stream: boolean): Record<string, unknown> {
  refuseParameters("Cohere", request, ["topLogprobs"]);
  refuseFields("Cohere", request, ["response_format"]);
  const { type, schema } = askedFormat("Cohere", request, ["json_object", "json_schema"]);
  const { model, messages, maxTokens, temperature, topP, presencePenalty, frequencyPenalty, seed, stop } =
    request;
  return {
    model,
    messages: messages.map(plainMessage),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { p: topP }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stop_sequences: stop }),
    ...(type !== "text" && {
      response_format: { type: "json_object", ...(schema !== undefined && { json_schema: schema }) },
    }),
    stream,
  };
}

/** The answer does not name its model. */
function readAnswer(value: unknown): WireReading | undefined {
  if (!isJson(value) || !isJson(value.message)) return undefined;
  const text = joinedText(value.message.content);
  return {
    model: undefined,
    parts: [...(text ? [{ type: "text", text } as const] : []), ...closing(value)],
  };
}

function readEvent(value: unknown): WireReading | undefined {
  if (!isJson(value) || typeof value.type !== "string") return undefined;
  const delta = isJson(value.delta) ? value.delta : {};
  if (value.type === "message-end") return { model: undefined, parts: closing(delta) };
  if (value.type !== "content-delta") return NOTHING;
  const content = isJson(delta.message) ? delta.message.content : undefined;
  const text = isJson(content) ? textOf(content.text) : undefined;
  return text ? { model: undefined, parts: [{ type: "text", text }] } : NOTHING;
}

interface Closing {
  readonly usage?: unknown;
  readonly finish_reason?: unknown;
  readonly error?: unknown;
}

const closing = ({ usage, finish_reason, error }: Closing): StreamPart[] => [
  ...usagePart(usage),
  ...endPart(finish_reason, textOf(error)),
];

/** What is billed; all tokens where that is not told. */
function usagePart(usage: unknown): StreamPart[] {
  if (!isJson(usage)) return [];
  const counted = [usage.billed_units, usage.tokens].find(
    (counts) => isJson(counts) && typeof counts.input_tokens === "number",
  );
  if (!isJson(counted)) return [];
  const { input_tokens: promptTokens, output_tokens: completionTokens } = counted;
  if (typeof promptTokens !== "number" || typeof completionTokens !== "number") return [];
  return [{ type: "usage", usage: { promptTokens, completionTokens } }];
}

function endPart(reason: unknown, error: string | undefined): StreamPart[] {
  const end = END_REASONS[String(reason)];
  if (end) return [{ type: "end", reason: end }];
  if (typeof reason !== "string" && error === undefined) return [];
  const message = error ?? `The model ended with ${reason}.`;
  return [{ type: "error", code: textOf(reason) ?? "PROVIDER_ERROR", message, retryable: true }];
}

const END_REASONS: Readonly<Record<string, EndReason>> = {
  COMPLETE: "stop",
  STOP_SEQUENCE: "stop",
  TOOL_CALL: "stop",
  MAX_TOKENS: "length",
};
