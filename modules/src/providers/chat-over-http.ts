import { createParser } from "eventsource-parser";
import { type ContentFilterReport, mergeFilterReports } from "../chat/content-filter.ts";
import type { WireReading } from "../chat/openai-wire.ts";
import { createPartStream, createWholeStream } from "../chat/part-stream.ts";
import { PROVENANCE_HEADER } from "../chat/provenance.ts";
import type { ChatRequest } from "../chat/request.ts";
import type { Tier } from "../chat/source.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { ProviderError } from "../core/errors.ts";
import { type ChatWire, openAiWire } from "./chat-wire.ts";
import { type OwnHeaders, type PostReply, postJson } from "./post-json.ts";
import { provenanceOf } from "./provenance-of.ts";
import type { ChatOptions, ChatReply, ProviderKind } from "./provider.ts";
import { httpFailure, networkFailure } from "./provider-failure.ts";
import { type Redactor, redactorOf } from "./redactor.ts";

/** Where and how one provider is asked. */
export interface ChatEndpoint {
  /** Names the provider in errors. */
  readonly provider: string;
  readonly kind: ProviderKind;
  readonly tier?: Tier;
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
  { stream = true, signal, traceparent }: ChatOptions = {},
): Promise<ChatReply> {
  const redact = redactorOf(endpoint.url, endpoint.headers);
  const own = traceparent === undefined ? undefined : { traceparent };
  const call: Call = { endpoint, signal, redact, own };
  const response = await send(call, wireBody(endpoint, request, stream));
  const answer = stream ? new StreamedAnswer(call, response) : new WholeAnswer(call, response);
  await begin(call, answer);
  const { kind, tier, url, labUrls } = endpoint;
  const header = (name: string) => headerOf(response, name, call.redact);
  return {
    provenance: provenanceOf({ kind, tier, labUrls, baseUrl: url, header: header(PROVENANCE_HEADER) }),
    servedModel: call.redact.text(answer.model || request.model),
    requestId: requestIdOf(header),
    region: header("x-ms-region"),
    contentFilter: () => answer.filter,
    parts: answer.isRead ? createWholeStream(answer.rest()) : createPartStream(answer),
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

function requestIdOf(header: (name: string) => string | undefined): string | undefined {
  for (const name of REQUEST_IDS) {
    const id = header(name);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** One request on its way. */
interface Call {
  readonly endpoint: ChatEndpoint;
  readonly signal: AbortSignal | undefined;
  readonly redact: Redactor;
  readonly own: OwnHeaders;
}

function wireBody(
  { streamedUsage = true, wire = openAiWire }: ChatEndpoint,
  request: ChatRequest,
  stream: boolean,
): string {
  const body = wire.toBody(request, stream);
  return JSON.stringify(streamedUsage ? body : { ...body, stream_options: undefined });
}

/** Reads on until the answer has begun. Whatever fails until then closes the connection and is thrown. */
async function begin(call: Call, answer: WireAnswer): Promise<void> {
  try {
    await answer.begin();
  } catch (error) {
    answer.close();
    throw failureOf(call, error, answer.status);
  }
}

async function send(call: Call, body: string): Promise<PostReply> {
  const { provider, keyHint, wire } = call.endpoint;
  call.signal?.throwIfAborted();
  const response = await postJson(call.endpoint, body, call.signal, call.own).catch((error: unknown) => {
    throw failureOf(call, error);
  });
  if (response.status < 300) return response;
  throw httpFailure({
    provider,
    status: response.status,
    headers: response.headers,
    body: await response.text().catch(() => ""),
    redact: call.redact,
    keyHint,
    readRefusal: wire?.readRefusal,
  });
}

/** What was thrown on the way, as it may be told: the caller's own reason, or a ProviderError. */
function failureOf({ endpoint, signal, redact }: Call, error: unknown, status?: number): unknown {
  if (signal?.aborted) return signal.reason;
  return error instanceof ProviderError
    ? error
    : networkFailure(endpoint.provider, endpoint.url, { error, redact, status });
}

/**
 * An answer as it is read off the wire, in batches: text as it comes; then the last usage told; then how it ended. An `end`
 * waits, as usage may follow it on the wire. Once it has begun, a connection that breaks is an end like any other: what was
 * said stands.
 */
abstract class WireAnswer implements AsyncIterator<readonly StreamPart[], void> {
  /** Model that says it answers. */
  model: string | undefined;
  filter: ContentFilterReport = {};
  protected readonly call: Call;
  protected readonly response: PostReply;
  #waiting: StreamPart[] = [];
  #usage: StreamPart | undefined;
  #ending: StreamPart | undefined;
  #hasBegun = false;
  #isRead = false;
  #isOver = false;

  constructor(call: Call, response: PostReply) {
    this.call = call;
    this.response = response;
  }

  /** Reads what comes next, and `take`s each event of it. False at the end, which the connection outlives. */
  protected abstract read(): Promise<boolean>;

  /** With which the request was accepted. */
  get status(): number {
    return this.response.status;
  }

  /** Azure's first event holds only the filter's results, and an empty model. */
  async begin(): Promise<void> {
    while (!this.#hasBegun && !this.#isRead) await this.#readOn();
    if (!this.#hasBegun) throw brokenBeforeFirstEvent(this.call.endpoint.provider);
  }

  /** Whether all of it has come. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** What has come and was not read yet. */
  rest(): readonly StreamPart[] {
    if (this.#isRead) this.#finish();
    const parts = this.#waiting;
    this.#waiting = [];
    return parts;
  }

  async next(): Promise<IteratorResult<readonly StreamPart[], void>> {
    try {
      while (this.#waiting.length === 0 && !this.#isRead) await this.#readOn();
    } catch {
      this.#ending ??= { type: "end", reason: this.call.signal?.aborted ? "cancelled" : "cut" };
      this.#isRead = true;
    }
    const value = this.rest();
    return value.length === 0 ? { done: true, value: undefined } : { done: false, value };
  }

  async return(): Promise<IteratorResult<readonly StreamPart[], void>> {
    if (!this.#isRead) this.close();
    this.#isRead = true;
    this.#isOver = true;
    this.#waiting = [];
    return { done: true, value: undefined };
  }

  close(): void {
    this.response.close();
  }

  async #readOn(): Promise<void> {
    const goesOn = await this.read();
    const isBroken = this.#ending?.type === "error";
    if (goesOn && !isBroken) return;
    this.#isRead = true;
    if (isBroken) this.close();
    else this.response.letEnd();
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#usage) this.#waiting.push(this.#usage);
    this.#waiting.push(this.#ending ?? { type: "end", reason: "cut" });
  }

  /** Takes one event in. @throws ProviderError for an error before anything was said. */
  protected take({ model, parts, filter }: WireReading): void {
    const { redact, endpoint } = this.call;
    if (filter) this.filter = mergeFilterReports(this.filter, redact.value(filter));
    this.#hasBegun ||= this.#begins(model, parts, endpoint.provider);
    for (const part of parts) {
      if (this.#ending?.type === "error") return;
      if (part.type === "text") this.#waiting.push(part);
      else if (part.type === "usage") this.#usage = part;
      // Errors go into messages and records; an answer's text is the model's own word and stays.
      else this.#ending ??= part.type === "error" ? redact.value(part) : part;
    }
  }

  #begins(model: string | undefined, parts: readonly StreamPart[], provider: string): boolean {
    const failure = parts.find((part) => part.type === "error");
    if (failure) {
      const told = this.call.redact.value(failure);
      throw new ProviderError(`${provider} broke off: ${told.message}`, { ...told, status: this.status });
    }
    if (!model && parts.length === 0) return false;
    this.model = model;
    return true;
  }
}

class WholeAnswer extends WireAnswer {
  protected async read(): Promise<boolean> {
    const { wire = openAiWire, provider } = this.call.endpoint;
    const text = await this.response.text();
    const reading = wire.createReader(true)(parseJson(text));
    if (!reading) throw notUnderstood(provider, excerpt(text, this.call.redact));
    this.take(reading);
    return false;
  }
}

/** Server-sent events until `[DONE]` or something that is no event. */
class StreamedAnswer extends WireAnswer {
  readonly #read = (this.call.endpoint.wire ?? openAiWire).createReader(false);
  readonly #decoder = new TextDecoder();
  readonly #events: string[] = [];
  readonly #parser = createParser({ onEvent: ({ data }) => this.#events.push(data) });

  protected async read(): Promise<boolean> {
    const bytes = await this.response.next();
    if (!bytes) return false;
    this.#parser.feed(this.#decoder.decode(bytes, { stream: true }));
    for (const data of this.#events.splice(0)) {
      if (data === "[DONE]") return false;
      this.take(this.#read(parseJson(data)) ?? this.#noEvent(data));
    }
    return true;
  }

  #noEvent(data: string): WireReading {
    return { model: undefined, parts: [malformedEvent(excerpt(data, this.call.redact))] };
  }
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

function headerOf(response: PostReply, name: string, redact: Redactor): string | undefined {
  const value = response.headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined ? undefined : redact.text(first);
}
