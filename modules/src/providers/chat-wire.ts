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

type Parameter = "seed" | "temperature" | "topLogprobs";

/** @throws ProviderError naming the first of these parameters that the request has */
export function refuseParameters(service: string, request: ChatRequest, unknown: readonly Parameter[]): void {
  const found = unknown.find((name) => request[name] !== undefined);
  if (found === undefined) return;
  throw new ProviderError(`${service} has no ${WORDS[found]} in its form.`, {
    code: "UNSUPPORTED_PARAMETER",
    status: 400,
    retryable: false,
    hint: `Leave ${found} out, or ask a model of another provider.`,
  });
}

const WORDS: Readonly<Record<Parameter, string>> = {
  seed: "seed",
  temperature: "temperature",
  topLogprobs: "log-probabilities of other tokens",
};

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
