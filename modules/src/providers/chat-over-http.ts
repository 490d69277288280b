import { createParser } from "eventsource-parser";
import { type Dispatcher, request as httpRequest } from "undici";
import { type ContentFilterReport, mergeFilterReports } from "../chat/content-filter.ts";
import type { WireReading } from "../chat/openai-wire.ts";
import { PROVENANCE_HEADER } from "../chat/provenance.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import { type ChatWire, openAiWire } from "./chat-wire.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { ChatOptions, ChatReply, ProviderKind } from "./provider.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";
import { type Redactor, redactorOf } from "./redactor.ts";

/** Where and how one provider is asked. */
export interface ChatEndpoint {
  /** Names the provider in errors. */
  readonly provider: string;
  readonly kind: ProviderKind;
  readonly url: string;
  /** Credentials, which no error and no reply ever repeats. */
  readonly headers: Readonly<Record<string, string>>;
  readonly labUrls: readonly string[];
  /** Whether a stream may be asked for its usage (default). Older API versions of Azure refuse to be. */
  readonly streamedUsage?: boolean;
  /** What to do about a credential that is refused; names the variable that holds it. */
  readonly keyHint?: string | undefined;
  /** The form it speaks. Default: OpenAI's. */
  readonly wire?: ChatWire;
}

/** Asks one endpoint in its wire form and reads the answer as parts. */
export async function chatOverHttp(
  endpoint: ChatEndpoint,
  request: ChatRequest,
  { stream = true, signal }: ChatOptions = {},
): Promise<ChatReply> {
  const call: Call = { endpoint, signal, redact: redactorOf(endpoint.url, endpoint.headers) };
  const response = await send(call, wireBody(endpoint, request, stream));
  const filter: { report: ContentFilterReport } = { report: {} };
  const events = heard(stream ? streamedEvents(call, response) : wholeEvent(call, response), filter);
  const head = await begin(call, events);
  const header = (name: string) => headerOf(response, name, call.redact);
  return {
    provenance: provenanceOf({ ...endpoint, baseUrl: endpoint.url, header: header(PROVENANCE_HEADER) }),
    servedModel: call.redact.text(head.model || request.model),
    requestId: REQUEST_IDS.map(header).find((id) => id !== undefined),
    region: header("x-ms-region"),
    contentFilter: () => filter.report,
    parts: partsOf(head.parts, events, signal),
  };
}

/** Headers by which services name a request, those of gateways in front of them first. */
const REQUEST_IDS = [
  "apim-request-id",
  "x-request-id",
  "request-id",
  "x-github-request-id",
  "mistral-correlation-id",
  "x-debug-trace-id",
] as const;

/** One request on its way. */
interface Call {
  readonly endpoint: ChatEndpoint;
  readonly signal: AbortSignal | undefined;
  readonly redact: Redactor;
}

function wireBody(
  { streamedUsage = true, wire = openAiWire }: ChatEndpoint,
  request: ChatRequest,
  stream: boolean,
): string {
  const { stream_options, ...body } = wire.toBody(request, stream);
  return JSON.stringify(streamedUsage ? { ...body, stream_options } : body);
}

/** Passes the events on and keeps what the content filter says in them. */
async function* heard(
  events: AsyncGenerator<WireReading, void>,
  filter: { report: ContentFilterReport },
): AsyncGenerator<WireReading, void> {
  for await (const event of events) {
    if (event.filter) filter.report = mergeFilterReports(filter.report, event.filter);
    yield event;
  }
}

/** The event with which the answer begins. Whatever fails until then closes the connection and is thrown. */
async function begin(call: Call, events: AsyncGenerator<WireReading, void>): Promise<WireReading> {
  try {
    return await readHead(call.endpoint.provider, events);
  } catch (error) {
    await events.return();
    throw failureOf(call, error);
  }
}

/** Reads on until the answer has begun: Azure's first event holds only the filter's results, and an empty model. */
async function readHead(provider: string, events: AsyncGenerator<WireReading, void>): Promise<WireReading> {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    const { model, parts } = next.value;
    const failure = parts.find((part) => part.type === "error");
    if (failure) throw new ProviderError(`${provider} broke off: ${failure.message}`, failure);
    if (model || parts.length > 0) return next.value;
  }
  throw brokenBeforeFirstEvent(provider);
}

async function send(call: Call, body: string): Promise<Dispatcher.ResponseData> {
  const { provider, url, headers, keyHint, wire } = call.endpoint;
  call.signal?.throwIfAborted();
  const response = await httpRequest(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    ...(call.signal && { signal: call.signal }),
  }).catch((error: unknown) => {
    throw failureOf(call, error);
  });
  if (response.statusCode < 300) return response;
  throw httpFailure({
    provider,
    status: response.statusCode,
    headers: response.headers,
    body: await response.body.text().catch(() => ""),
    redact: call.redact,
    keyHint,
    readRefusal: wire?.readRefusal,
  });
}

/** What was thrown on the way, as it may be told: the caller's own reason, or a ProviderError. */
function failureOf({ endpoint, signal, redact }: Call, error: unknown): unknown {
  if (signal?.aborted) return signal.reason;
  return error instanceof ProviderError
    ? error
    : networkFailure(endpoint.provider, endpoint.url, { error, redact });
}

async function* wholeEvent(
  { endpoint, redact }: Call,
  response: Dispatcher.ResponseData,
): AsyncGenerator<WireReading, void> {
  const { wire = openAiWire } = endpoint;
  const text = await response.body.text();
  const reading = wire.createReader(true)(parseJson(text));
  if (!reading) throw notUnderstood(endpoint.provider, excerpt(text, redact));
  yield withoutSecrets(reading, redact);
}

/** Events until `[DONE]` or something that is no event. Throws when the connection breaks. */
async function* streamedEvents(
  { endpoint, redact }: Call,
  response: Dispatcher.ResponseData,
): AsyncGenerator<WireReading, void> {
  const { wire = openAiWire } = endpoint;
  const read = wire.createReader(false);
  try {
    for await (const data of serverSentData(response.body)) {
      if (data === "[DONE]") return;
      const reading = read(parseJson(data));
      if (reading) yield withoutSecrets(reading, redact);
      else yield { model: undefined, parts: [malformedEvent(excerpt(data, redact))] };
    }
  } finally {
    response.body.destroy();
  }
}

/** Errors and filter results go into messages and records; an answer's text is the model's own word and stays. */
function withoutSecrets(reading: WireReading, redact: Redactor): WireReading {
  const parts = reading.parts.map((part) => (part.type === "error" ? redact.value(part) : part));
  return { ...reading, parts, filter: redact.value(reading.filter) };
}

/** The `data` of each server-sent event, as it arrives. */
async function* serverSentData(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const waiting: string[] = [];
  const parser = createParser({ onEvent: (event) => waiting.push(event.data) });
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    while (waiting.length > 0) yield waiting.shift() ?? "";
  }
}

/**
 * Text as it comes; then the last usage told; then how it ended. An `end` waits, as usage may follow it on the wire. A
 * connection that breaks now is an end like any other: what was said stands.
 */
async function* partsOf(
  first: readonly StreamPart[],
  rest: AsyncGenerator<WireReading, void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamPart, void> {
  let usage: StreamPart | undefined;
  let ending: StreamPart | undefined;
  const take = function* (parts: readonly StreamPart[]): Generator<StreamPart> {
    for (const part of parts) {
      if (part.type === "text") yield part;
      else if (part.type === "usage") usage = part;
      else ending ??= part;
    }
  };
  try {
    yield* take(first);
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      yield* take(next.value.parts);
      if (ending?.type === "error") break;
    }
  } catch {
    ending ??= { type: "end", reason: signal?.aborted ? "cancelled" : "cut" };
  } finally {
    await rest.return();
  }
  if (usage) yield usage;
  yield ending ?? { type: "end", reason: "cut" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The beginning of what is no answer, to show. */
const excerpt = (text: string, redact: Redactor) =>
  JSON.stringify(redact.text(text.slice(0, 1_000)).slice(0, 80));

function malformedEvent(shown: string): StreamPart {
  const message = `The stream holds something that is no event: ${shown}`;
  return { type: "error", code: "MALFORMED_STREAM", message, retryable: true };
}

function notUnderstood(provider: string, shown: string): ProviderError {
  return new ProviderError(`${provider} answered 200 with something that is no answer: ${shown}`, {
    code: "MALFORMED_ANSWER",
    status: 200,
    retryable: true,
    hint: "Is this really the address of a chat model?",
  });
}

function brokenBeforeFirstEvent(provider: string): ProviderError {
  return new ProviderError(`${provider} closed the stream before its first word.`, {
    code: "EMPTY_STREAM",
    status: 200,
    retryable: true,
  });
}

function headerOf(response: Dispatcher.ResponseData, name: string, redact: Redactor): string | undefined {
  const value = response.headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : redact.text(first);
}
