import type { ChatMessage } from "../chat/message.ts";
import { readWire, toWireRequest, type WireReading } from "../chat/openai-wire.ts";
import type { ChatRequest } from "../chat/request.ts";
import { ProviderError } from "../core/errors.ts";

/** Reads one answer: its one body, or its events in their order. `undefined` for what is no part of an answer. */
export type WireReader = (value: unknown) => WireReading | undefined;

/** What a refusal says of itself. */
export interface WireRefusal {
  readonly message: string;
  /** The service's own word for it. */
  readonly code?: string | undefined;
  /** The status that it means, where the service sends another one. */
  readonly status?: number | undefined;
  /** Milliseconds to wait, where the body says it and no header does. */
  readonly retryAfterMs?: number | undefined;
}

/** The JSON in which a service is asked and answers. */
export interface ChatWire {
  /** @throws ProviderError (`UNSUPPORTED_PARAMETER`) for what the form has no word for: nothing is left out quietly. */
  toBody(request: ChatRequest, stream: boolean): Record<string, unknown>;
  /** A fresh reader for each answer: some tell its beginning and its end in different events. */
  createReader(whole: boolean): WireReader;
  /** Reads the JSON of a refusal; absent = OpenAI's and Azure's form. */
  readonly readRefusal?: (body: unknown) => WireRefusal | undefined;
}

/** OpenAI's chat completions, which most services speak. */
export const openAiWire: ChatWire = {
  toBody: toWireRequest,
  createReader: (whole) => (value) => readWire(value, whole),
};

type Parameter = "seed" | "temperature" | "topP" | "topLogprobs" | "presencePenalty" | "frequencyPenalty";

/** @throws ProviderError naming the first of these parameters that the request has */
export function refuseParameters(service: string, request: ChatRequest, unknown: readonly Parameter[]): void {
  const found = unknown.find((name) => request[name] !== undefined && !isNeutral(name, request[name]));
  if (found !== undefined) throw unsupported(service, WORDS[found], found);
}

/** A penalty of 0 is none. */
const isNeutral = (name: Parameter, value: unknown) => name.endsWith("Penalty") && value === 0;

const WORDS: Readonly<Record<Parameter, string>> = {
  seed: "seed",
  temperature: "temperature",
  topP: "top_p",
  topLogprobs: "log-probabilities of other tokens",
  presencePenalty: "presence penalty",
  frequencyPenalty: "frequency penalty",
};

/**
 * Checks the further fields of a request, and what its messages hold beside text, for a form that is not OpenAI's.
 * @throws ProviderError naming the first field that the form does not know and that would change the answer
 */
export function refuseFields(service: string, request: ChatRequest, known: readonly string[]): void {
  if (request.messages.some(({ wire }) => wire !== undefined && saysMore(wire))) {
    throw unsupported(service, "images and calls of tools", "messages");
  }
  const found = Object.entries(request.fields ?? {}).find(
    ([name, value]) => !known.includes(name) && !BOOKKEEPING.has(name) && !changesNothing(name, value),
  );
  if (found) throw unsupported(service, found[0], found[0]);
}

/** Whether a turn holds more than role and text. */
function saysMore({ role, content, tool_calls: calls }: Json): boolean {
  const hasCalls = Array.isArray(calls) && calls.length > 0;
  const isResult = role === "tool" || role === "function";
  return hasCalls || isResult || listOf(content).some((part) => !isJson(part) || part.type !== "text");
}

/** Fields that the service keeps for itself; the answer is the same without them. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  "user",
  "store",
  "metadata",
  "service_tier",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_retention",
  "parallel_tool_calls",
  "stream_options",
]);

function changesNothing(name: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (name === "n") return value === 1;
  if (name === "logprobs") return value === false;
  if (name === "tool_choice") return value === "none" || value === "auto";
  return name === "response_format" && isJson(value) && value.type === "text";
}

/** A turn as forms other than OpenAI's write it. */
export const plainMessage = ({ role, content }: ChatMessage) => ({ role, content });

/** What kind of text the answer has to be, whichever way the request says it. */
export interface AskedFormat {
  readonly type: string;
  /** JSON schema, when it has to keep to one. */
  readonly schema?: unknown;
}

/** @throws ProviderError for a kind of answer that the form does not know */
export function askedFormat(
  service: string,
  { answerSchema, fields }: ChatRequest,
  known: readonly string[],
): AskedFormat {
  if (answerSchema) return { type: "json_schema", schema: answerSchema.schema };
  const format = fields?.response_format;
  const type = isJson(format) ? String(format.type) : "text";
  if (type !== "text" && !known.includes(type))
    throw unsupported(service, `answer of type ${type}`, "response_format");
  const described = isJson(format) ? format.json_schema : undefined;
  return type === "json_schema" && isJson(described) ? { type, schema: described.schema } : { type };
}

function unsupported(service: string, what: string, field: string): ProviderError {
  return new ProviderError(`${service} takes no ${what.slice(0, 60)} from us.`, {
    code: "UNSUPPORTED_PARAMETER",
    status: 400,
    retryable: false,
    hint: `Leave ${field.slice(0, 60)} out, or ask a model of another provider.`,
  });
}

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The texts of content parts that hold some: what a model thinks before it answers is no part of the answer. */
export const joinedText = (parts: unknown): string =>
  listOf(parts)
    .map((part) =>
      isJson(part) && part.thought !== true && part.type !== "thinking" ? textOf(part.text) : "",
    )
    .join("");

/** An event that says nothing we use. */
export const NOTHING: WireReading = { model: undefined, parts: [] };
