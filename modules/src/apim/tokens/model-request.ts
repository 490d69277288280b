import { loadTokenCounter, vocabularyOf } from "../../cost/index.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { readBody } from "../pipeline/read-body.ts";
import { decodeBody } from "./decode-body.ts";
import { isRecord, type JsonRecord } from "./is-record.ts";
import { type PromptMessage, promptMessages } from "./prompt-parts.ts";
import { readJson } from "./read-json.ts";

/** A request to a model as policies look at it. */
export interface ModelRequest {
  /** Of the body, else of the path (`deployment-id`). */
  readonly model: string | undefined;
  /** Whether the answer shall come as a stream. */
  readonly streams: boolean;
  readonly messages: readonly PromptMessage[];
  /** Tokens of the prompt, counted here. */
  promptTokens(): Promise<number>;
  /** Counts a text in the model's vocabulary; `o200k` for models whose vocabulary is not public. */
  loadCounter(): Promise<(text: string) => number>;
}

/** Tokens that the chat form adds to each message, and to each request. */
const PER_MESSAGE = 3;
const PER_REQUEST = 3;
/** What API Management takes for an image that it has not seen counted. */
const PER_IMAGE = 1200;

/** Whoever reads the body first does it for all. */
const POLICY = "llm-token-limit";

const read = new WeakMap<Exchange, Promise<ModelRequest | undefined>>();

/** Reads the request's body once for all policies; undefined when it is no JSON object. The body stays for the backend. */
export function readModelRequest(exchange: Exchange): Promise<ModelRequest | undefined> {
  const known = read.get(exchange);
  if (known) return known;
  const reading = readOnce(exchange);
  read.set(exchange, reading);
  return reading;
}

async function readOnce({ request, services }: Exchange): Promise<ModelRequest | undefined> {
  if (!mayBeJson(request.headers.get("content-type"))) return undefined;
  const text = decodeBody(await readBody(request.body, POLICY), request.headers, services.bodyLimitBytes);
  const body = readJson(text);
  return isRecord(body) ? modelRequest(body, request.matchedParameters.get("deployment-id")) : undefined;
}

/** Also when nothing is said, as callers often leave it out. */
export function mayBeJson(contentType: string | undefined): boolean {
  return contentType === undefined || /json|text\/plain/i.test(contentType);
}

function modelRequest(body: JsonRecord, deployment: string | undefined): ModelRequest {
  const model = typeof body.model === "string" ? body.model : deployment;
  const messages = promptMessages(body);
  const loadCounter = () => loadTokenCounter(vocabularyOf(model ?? "") ?? "o200k");
  return {
    model,
    streams: body.stream === true,
    messages,
    loadCounter,
    promptTokens: async () => countPrompt(messages, await loadCounter()),
  };
}

function countPrompt(messages: readonly PromptMessage[], count: (text: string) => number): number {
  const isChat = messages.some(({ role }) => role !== undefined);
  return messages.reduce(
    (sum, { role, text, images, tokens }) =>
      sum + tokens + count(text) + images * PER_IMAGE + (role === undefined ? 0 : PER_MESSAGE + count(role)),
    isChat ? PER_REQUEST : 0,
  );
}
