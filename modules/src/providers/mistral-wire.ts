import { readWire, toWireRequest, type WireReading } from "../chat/openai-wire.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import {
  type ChatWire,
  isJson,
  type Json,
  joinedText,
  listOf,
  refuseFields,
  refuseParameters,
  textOf,
  type WireRefusal,
} from "./chat-wire.ts";

/** Mistral's chat completions: near OpenAI's, not the same. Form: https://docs.mistral.ai/api/ */
export const mistralWire: ChatWire = {
  toBody,
  createReader: (whole) => (value) => readAnswer(value, whole),
  readRefusal,
};

/** Further fields that it has in OpenAI's form; turns with images and calls of tools are the same too. */
const KNOWN = ["tools", "tool_choice", "parallel_tool_calls", "response_format", "n", "metadata"];

/** A field that it does not know is refused, so usage, which it tells anyway, is not asked for. */
function toBody(request: ChatRequest, stream: boolean): Record<string, unknown> {
  refuseParameters("Mistral", request, ["topLogprobs"]);
  const { messages, fields = {} } = request;
  refuseFields("Mistral", { ...request, messages: messages.filter(({ wire }) => wire === undefined) }, KNOWN);
  const known = Object.fromEntries(Object.entries(fields).filter(([name]) => KNOWN.includes(name)));
  const { seed, stream_options: _, ...body } = toWireRequest({ ...request, fields: known }, stream);
  return { ...body, ...(seed !== undefined && { random_seed: seed }) };
}

function readAnswer(value: unknown, whole: boolean): WireReading | undefined {
  if (!isJson(value)) return undefined;
  if (value.object === "error") return failed(readRefusal(value)?.message);
  const choice: unknown = listOf(value.choices)[0];
  const reading = readWire({ ...value, choices: listOf(value.choices).map(asOpenAi) }, whole);
  if (!Array.isArray(value.choices) || !reading) return undefined;
  const isBroken = isJson(choice) && choice.finish_reason === "error";
  return isBroken ? { ...reading, parts: [...reading.parts, ...failed(undefined).parts] } : reading;
}

/** Its content may come in parts, and it has a word of its own for a full context. */
function asOpenAi(choice: unknown): unknown {
  if (!isJson(choice)) return choice;
  return {
    ...choice,
    ...(isJson(choice.message) && { message: withText(choice.message) }),
    ...(isJson(choice.delta) && { delta: withText(choice.delta) }),
    ...(choice.finish_reason === "model_length" && { finish_reason: "length" }),
  };
}

const withText = (message: Json): Json =>
  Array.isArray(message.content) ? { ...message, content: joinedText(message.content) } : message;

function failed(message = "The model ended with an error."): WireReading {
  const part: StreamPart = { type: "error", code: "PROVIDER_ERROR", message, retryable: true };
  return { model: undefined, parts: [part] };
}

/** `{object: "error", message, type, code}`, or `{detail}`: a text, or a list of fields that are wrong. */
function readRefusal(body: unknown): WireRefusal | undefined {
  if (!isJson(body)) return undefined;
  const { message, detail } = body;
  const said = textOf(message) ?? textOf(detail) ?? fieldsOf(isJson(message) ? message.detail : detail);
  if (said === undefined) return undefined;
  const { code, type } = body;
  if (type === NO_SUCH_MODEL) return { message: said, code: NO_SUCH_MODEL, status: 404 };
  return {
    message: said,
    code: typeof code === "number" ? String(code) : (textOf(code) ?? textOf(type)),
  };
}

/** It comes with 400, as if the request were wrong. */
const NO_SUCH_MODEL = "invalid_model";

function fieldsOf(detail: unknown): string | undefined {
  const lines = listOf(detail).flatMap((entry) =>
    isJson(entry) && typeof entry.msg === "string" ? [`${listOf(entry.loc).join(".")}: ${entry.msg}`] : [],
  );
  return lines.length > 0 ? lines.join("; ") : undefined;
}
