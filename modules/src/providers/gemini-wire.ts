import type { ChatMessage } from "../chat/message.ts";
import type { WireReading } from "../chat/openai-wire.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { EndReason, StreamPart, TokenChoice, TokenLogprob } from "../chat/stream-part.ts";
import { isTransientStatus } from "../resilience/transient.ts";
import {
  askedFormat,
  type ChatWire,
  isJson,
  type Json,
  joinedText,
  listOf,
  refuseFields,
  textOf,
  type WireRefusal,
} from "./chat-wire.ts";

/** Gemini's generateContent; its events have the form of whole answers. Form: https://ai.google.dev/api/generate-content */
export const geminiWire: ChatWire = {
  toBody,
  createReader: () => readAnswer,
  readRefusal,
};

/** The model and whether it streams stand in the address. */
function toBody(request: ChatRequest): Record<string, unknown> {
  refuseFields("Gemini", request, ["response_format"]);
  const system = request.messages.filter(({ role }) => role === "system");
  return {
    ...(system.length > 0 && { systemInstruction: { parts: system.map(partOf) } }),
    contents: request.messages.filter(({ role }) => role !== "system").map(contentOf),
    generationConfig: configOf(request),
  };
}

const partOf = ({ content }: ChatMessage) => ({ text: content });

const contentOf = (message: ChatMessage) => ({
  role: message.role === "assistant" ? "model" : "user",
  parts: [partOf(message)],
});

function configOf(request: ChatRequest): Record<string, unknown> {
  const { maxTokens, temperature, topP, presencePenalty, frequencyPenalty, seed, stop } = request;
  const { topLogprobs } = request;
  const { type, schema } = askedFormat("Gemini", request, ["json_object", "json_schema"]);
  return {
    ...(maxTokens !== undefined && { maxOutputTokens: maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(presencePenalty !== undefined && { presencePenalty }),
    ...(frequencyPenalty !== undefined && { frequencyPenalty }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && { stopSequences: stop }),
    ...(topLogprobs !== undefined && { responseLogprobs: true, logprobs: topLogprobs }),
    ...(type !== "text" && { responseMimeType: "application/json" }),
    ...(schema !== undefined && { responseJsonSchema: schema }),
  };
}

function readAnswer(value: unknown): WireReading | undefined {
  if (!isJson(value)) return undefined;
  if (isJson(value.error)) return failed(readStatus(value.error));
  const blocked = isJson(value.promptFeedback) ? textOf(value.promptFeedback.blockReason) : undefined;
  if (blocked !== undefined) return failed(heldBack(blocked));
  if (!Array.isArray(value.candidates) && !isJson(value.usageMetadata)) return undefined;
  const candidate: unknown = listOf(value.candidates)[0];
  return {
    model: textOf(value.modelVersion),
    parts: [
      ...(isJson(candidate) ? textPart(candidate) : []),
      ...usagePart(value.usageMetadata),
      ...(isJson(candidate) ? endPart(candidate.finishReason) : []),
    ],
  };
}

function textPart({ content, logprobsResult }: Json): StreamPart[] {
  const text = isJson(content) ? joinedText(content.parts) : "";
  const logprobs = readLogprobs(logprobsResult);
  return text ? [{ type: "text", text, ...(logprobs && { logprobs }) }] : [];
}

/** What a model thinks is billed as its answer is. */
function usagePart(usage: unknown): StreamPart[] {
  if (!isJson(usage) || typeof usage.promptTokenCount !== "number") return [];
  const { promptTokenCount: promptTokens, candidatesTokenCount: said, thoughtsTokenCount: thought } = usage;
  return [{ type: "usage", usage: { promptTokens, completionTokens: countOf(said) + countOf(thought) } }];
}

const countOf = (value: unknown) => (typeof value === "number" ? value : 0);

function endPart(reason: unknown): StreamPart[] {
  if (typeof reason !== "string" || reason === "FINISH_REASON_UNSPECIFIED") return [];
  const end = END_REASONS[reason];
  if (end) return [{ type: "end", reason: end }];
  return [{ type: "error", code: reason, message: `The model ended with ${reason}.`, retryable: false }];
}

const END_REASONS: Readonly<Record<string, EndReason>> = {
  STOP: "stop",
  MAX_TOKENS: "length",
  SAFETY: "filter",
  RECITATION: "filter",
  BLOCKLIST: "filter",
  PROHIBITED_CONTENT: "filter",
  SPII: "filter",
};

type Failure = Extract<StreamPart, { type: "error" }>;

const failed = (failure: Failure): WireReading => ({ model: undefined, parts: [failure] });

const heldBack = (reason: string): Failure => ({
  type: "error",
  code: "content_filter",
  message: `The prompt was held back (${reason}).`,
  retryable: false,
});

const readStatus = ({ code, status, message }: Json): Failure => ({
  type: "error",
  code: textOf(status) ?? "PROVIDER_ERROR",
  message: textOf(message) ?? "The provider broke off with an error.",
  retryable: typeof code === "number" && isTransientStatus(code),
});

/** A refused key comes as 400, with its reason in the details; how long to wait stands there too. */
function readRefusal(body: unknown): WireRefusal | undefined {
  const answer: unknown = Array.isArray(body) ? body[0] : body;
  const error = isJson(answer) ? answer.error : undefined;
  if (!isJson(error) || typeof error.message !== "string") return undefined;
  const details = listOf(error.details).filter(isJson);
  const isKeyRefused = details.some(({ reason }) => reason === KEY_REFUSED);
  const [delayMs] = details.flatMap(({ retryDelay }) => delayOf(retryDelay));
  return {
    message: error.message,
    code: isKeyRefused ? KEY_REFUSED : textOf(error.status),
    status: isKeyRefused ? 401 : undefined,
    retryAfterMs: delayMs,
  };
}

const KEY_REFUSED = "API_KEY_INVALID";

/** `31.5s`, as protocol buffers write a duration. */
function delayOf(text: unknown): number[] {
  const [, seconds] = /^(\d+(?:\.\d+)?)s$/.exec(String(text)) ?? [];
  return seconds === undefined ? [] : [Math.round(Number(seconds) * 1000)];
}

function readLogprobs(result: unknown): TokenChoice[] | undefined {
  if (!isJson(result) || !Array.isArray(result.chosenCandidates)) return undefined;
  const tops = listOf(result.topCandidates);
  return result.chosenCandidates.flatMap((entry: unknown, place: number) => {
    const top = tops[place];
    const [chosen] = readLogprob(entry);
    return chosen ? [{ ...chosen, top: listOf(isJson(top) && top.candidates).flatMap(readLogprob) }] : [];
  });
}

function readLogprob(value: unknown): TokenLogprob[] {
  if (!isJson(value) || typeof value.token !== "string" || typeof value.logProbability !== "number")
    return [];
  return [{ token: value.token, logprob: value.logProbability }];
}
