import { createParser } from "eventsource-parser";
import { type Dispatcher, request as httpRequest } from "undici";
import { readWire, toWireRequest } from "../chat/openai-wire.ts";
import { PROVENANCE_HEADER } from "../chat/provenance.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { ChatOptions, ChatReply, ProviderKind } from "./provider.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";

/** Where and how one provider is asked; the wire form is the same for all. */
export interface ChatEndpoint {
  /** Names the provider in errors. */
  readonly provider: string;
  readonly kind: ProviderKind;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly labUrls: readonly string[];
}

/** Asks one endpoint in OpenAI's wire form and reads the answer as parts. */
export async function chatOverHttp(
  endpoint: ChatEndpoint,
  request: ChatRequest,
  { stream = true, signal }: ChatOptions = {},
): Promise<ChatReply> {
  const response = await send(endpoint, toWireRequest(request, stream), signal);
  const events = stream ? streamedEvents(response) : wholeEvent(endpoint.provider, response);
  const head = await begin(endpoint, events, signal);
  return {
    provenance: provenanceOf({
      ...endpoint,
      baseUrl: endpoint.url,
      header: header(response, PROVENANCE_HEADER),
    }),
    servedModel: head.model || request.model,
    requestId: header(response, "apim-request-id") ?? header(response, "x-request-id"),
    region: header(response, "x-ms-region"),
    parts: partsOf(head.parts, events, signal),
  };
}

/** The event with which the answer begins. Whatever fails until then closes the connection and is thrown. */
async function begin(
  { provider, url }: ChatEndpoint,
  events: AsyncGenerator<WireEvent, void>,
  signal: AbortSignal | undefined,
): Promise<WireEvent> {
  try {
    return await readHead(provider, events);
  } catch (error) {
    await events.return();
    signal?.throwIfAborted();
    throw error instanceof ProviderError ? error : networkFailure(provider, new URL(url).origin, error);
  }
}

/** Reads on until the answer has begun: Azure's first event holds only the filter's results, and an empty model. */
async function readHead(provider: string, events: AsyncGenerator<WireEvent, void>): Promise<WireEvent> {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    const { model, parts } = next.value;
    const failure = parts.find((part) => part.type === "error");
    if (failure) throw new ProviderError(`${provider} broke off: ${failure.message}`, failure);
    if (model || parts.length > 0) return next.value;
  }
  throw brokenBeforeFirstEvent(provider);
}

async function send(
  { provider, url, headers }: ChatEndpoint,
  body: Record<string, unknown>,
  signal: AbortSignal | undefined,
): Promise<Dispatcher.ResponseData> {
  signal?.throwIfAborted();
  const response = await httpRequest(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw networkFailure(provider, new URL(url).origin, error);
  });
  if (response.statusCode < 400) return response;
  throw httpFailure({
    provider,
    status: response.statusCode,
    headers: response.headers,
    body: await response.body.text().catch(() => ""),
  });
}

/** One reading of the wire: the model it names and the parts it holds. */
interface WireEvent {
  readonly model: string | undefined;
  readonly parts: readonly StreamPart[];
}

async function* wholeEvent(
  provider: string,
  response: Dispatcher.ResponseData,
): AsyncGenerator<WireEvent, void> {
  const text = await response.body.text();
  const reading = readWire(parseJson(text), true);
  if (!reading) throw notUnderstood(provider, text);
  yield reading;
}

/** Events until `[DONE]` or something that is no event. Throws when the connection breaks. */
async function* streamedEvents(response: Dispatcher.ResponseData): AsyncGenerator<WireEvent, void> {
  try {
    for await (const data of serverSentData(response.body)) {
      if (data === "[DONE]") return;
      yield readWire(parseJson(data), false) ?? { model: undefined, parts: [malformedEvent(data)] };
    }
  } finally {
    response.body.destroy();
  }
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
  rest: AsyncGenerator<WireEvent, void>,
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

function malformedEvent(data: string): StreamPart {
  const message = `The stream holds something that is no event: ${JSON.stringify(data.slice(0, 80))}`;
  return { type: "error", code: "MALFORMED_STREAM", message, retryable: true };
}

function notUnderstood(provider: string, text: string): ProviderError {
  return new ProviderError(
    `${provider} answered 200 with something that is no answer: ${JSON.stringify(text.slice(0, 80))}`,
    {
      code: "MALFORMED_ANSWER",
      status: 200,
      retryable: true,
      hint: "Is this really the address of a chat model?",
    },
  );
}

function brokenBeforeFirstEvent(provider: string): ProviderError {
  return new ProviderError(`${provider} closed the stream before its first word.`, {
    code: "EMPTY_STREAM",
    status: 200,
    retryable: true,
  });
}

function header(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
