import { isRecord } from "../core/is-record.ts";
import { type ContentFilterReport, readFilterReport } from "./content-filter.ts";
import type { ChatRequest } from "./request.ts";
import type {
  EndReason,
  StreamPart,
  TokenChoice,
  TokenLogprob,
  ToolCallPiece,
  Usage,
} from "./stream-part.ts";

/** The JSON body of `POST …/chat/completions` for a request. */
export function toWireRequest(request: ChatRequest, stream: boolean): Record<string, unknown> {
  return {
    ...request.fields,
    model: request.model,
    messages: request.messages.map(({ role, content, wire }) => wire ?? { role, content }),
    ...(request.maxTokens !== undefined && { max_tokens: request.maxTokens }),
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.topP !== undefined && { top_p: request.topP }),
    ...(request.presencePenalty !== undefined && { presence_penalty: request.presencePenalty }),
    ...(request.frequencyPenalty !== undefined && { frequency_penalty: request.frequencyPenalty }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.stop !== undefined && { stop: request.stop }),
    ...(request.topLogprobs !== undefined && { logprobs: true, top_logprobs: request.topLogprobs }),
    ...(request.answerSchema !== undefined && {
      response_format: { type: "json_schema", json_schema: { ...request.answerSchema, strict: true } },
    }),
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
  };
}

/** What one chunk of a stream, or one whole answer, says. */
export interface WireReading {
  /** Model that says it answered. */
  readonly model: string | undefined;
  readonly parts: readonly StreamPart[];
  /** What Azure's content filter says in it; `undefined` when it says nothing. */
  readonly filter?: ContentFilterReport | undefined;
}

/**
 * Reads one chunk or whole answer in OpenAI's form. Bears what servers really send: chunks without choices (Azure's
 * filter results), `message` and `delta` side by side and usage in each chunk (Foundry Local).
 * Returns `undefined` when the value is no such thing at all.
 */
export function readWire(value: unknown, whole: boolean): WireReading | undefined {
  if (!isRecord(value)) return undefined;
  if (isRecord(value.error)) return { model: undefined, parts: [readError(value.error)] };
  if (!Array.isArray(value.choices)) return undefined;
  const parts: StreamPart[] = [];
  const choice: unknown = value.choices[0];
  const usage = readUsage(value.usage);
  if (isRecord(choice)) {
    const said = whole ? choice.message : choice.delta;
    const text = textOf(said);
    const logprobs = readLogprobs(choice.logprobs);
    const toolCalls = readToolCalls(said);
    if (text || toolCalls)
      parts.push({ type: "text", text, ...(logprobs && { logprobs }), ...(toolCalls && { toolCalls }) });
  }
  if (usage) parts.push({ type: "usage", usage });
  const reason = isRecord(choice) ? END_REASONS[String(choice.finish_reason)] : undefined;
  if (reason) parts.push({ type: "end", reason });
  const report = readFilterReport(value);
  return {
    model: typeof value.model === "string" ? value.model : undefined,
    parts,
    filter: report.prompt || report.answer ? report : undefined,
  };
}

const END_REASONS: Readonly<Record<string, EndReason>> = {
  stop: "stop",
  tool_calls: "stop",
  length: "length",
  content_filter: "filter",
};

function textOf(message: unknown): string {
  return isRecord(message) && typeof message.content === "string" ? message.content : "";
}

/** Pieces of tool calls; a whole answer holds whole ones, in their order. */
function readToolCalls(message: unknown): ToolCallPiece[] | undefined {
  if (!isRecord(message) || !Array.isArray(message.tool_calls)) return undefined;
  const pieces = message.tool_calls.flatMap((call: unknown, place) => {
    if (!isRecord(call)) return [];
    const { id, index, function: made } = call;
    const { name, arguments: text } = isRecord(made) ? made : {};
    return {
      index: typeof index === "number" ? index : place,
      ...(typeof id === "string" && { id }),
      ...(typeof name === "string" && { name }),
      arguments: typeof text === "string" ? text : "",
    };
  });
  return pieces.length > 0 ? pieces : undefined;
}

function readError(error: Record<string, unknown>): StreamPart {
  const code =
    typeof error.code === "string" || typeof error.code === "number" ? String(error.code) : "PROVIDER_ERROR";
  const message = typeof error.message === "string" ? error.message : "The provider broke off with an error.";
  return { type: "error", code, message, retryable: false };
}

function readUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = value;
  if (typeof promptTokens !== "number" || typeof completionTokens !== "number") return undefined;
  return { promptTokens, completionTokens };
}

function readLogprobs(value: unknown): TokenChoice[] | undefined {
  if (!isRecord(value) || !Array.isArray(value.content)) return undefined;
  return value.content.flatMap((entry: unknown) => {
    const chosen = readLogprob(entry);
    if (!chosen || !isRecord(entry)) return [];
    const top = Array.isArray(entry.top_logprobs) ? entry.top_logprobs : [];
    return [{ ...chosen, top: top.flatMap((other: unknown) => readLogprob(other) ?? []) }];
  });
}

function readLogprob(value: unknown): TokenLogprob | undefined {
  if (!isRecord(value) || typeof value.token !== "string" || typeof value.logprob !== "number")
    return undefined;
  return { token: value.token, logprob: value.logprob };
}
