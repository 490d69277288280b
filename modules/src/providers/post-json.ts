import { type Dispatcher, getGlobalDispatcher } from "undici";

/** Where to send JSON. */
export interface PostPlace {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers of one request alone. */
export type OwnHeaders = { readonly traceparent: string } | undefined;

/** The head of an answer over HTTP; its body is read once, whole or as it comes. */
export interface PostReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** @throws what broke the connection, or the signal's reason. */
  text(): Promise<string>;
  /** All bytes that have come since the last call; undefined at the end. @throws as `text` does. */
  next(): Promise<Buffer | undefined>;
  /** Ends the connection, unless all of the answer has come. */
  close(): void;
  /** Nothing more is wanted. A server that ends its answer soon keeps the connection for the next request. */
  letEnd(): void;
}

/** What a server may still send, and how long it may take, when nothing more is wanted. */
const MOST_DROPPED = 16_384;
const LAST_WAIT_MS = 500;

/** Bytes that may wait to be read before the server has to wait. */
const MOST_WAITING = 262_144;

/**
 * Sends JSON and resolves with the head of the answer. It goes to the dispatcher itself: a stream object for each body would
 * cost more than all that is done with it.
 * @throws what undici throws when there is no connection; the signal's reason when it is aborted.
 */
export function postJson(
  { url, headers }: PostPlace,
  body: string,
  signal: AbortSignal | undefined,
  own?: OwnHeaders,
): Promise<PostReply> {
  const { origin, path } = addressOf(url);
  const exchange = new Exchange(signal);
  getGlobalDispatcher().dispatch(
    {
      origin,
      path,
      method: "POST",
      headers: { "content-type": "application/json", ...headers, ...own },
      body,
    },
    exchange,
  );
  return exchange.head.promise;
}

interface Address {
  readonly origin: string;
  readonly path: string;
}

const ADDRESSES = 64;
const addresses = new Map<string, Address>();

/** Parts of an address; a place is asked again and again. */
function addressOf(url: string): Address {
  const known = addresses.get(url);
  if (known) return known;
  const { origin, pathname, search } = new URL(url);
  const address = { origin, path: `${pathname}${search}` };
  if (addresses.size >= ADDRESSES) addresses.clear();
  addresses.set(url, address);
  return address;
}

/** Bytes as they come, and whoever waits for them. */
class Exchange implements Dispatcher.DispatchHandler, PostReply {
  readonly head = Promise.withResolvers<PostReply>();
  status = 0;
  headers: PostReply["headers"] = {};
  readonly #signal: AbortSignal | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #chunks: Buffer[] = [];
  #waiting = 0;
  #reader: PromiseWithResolvers<Buffer | undefined> | undefined;
  #end: { readonly error?: unknown } | undefined;
  #lastWait: NodeJS.Timeout | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.addEventListener("abort", this);
  }

  /** The signal is aborted. */
  handleEvent(): void {
    this.#abort(this.#signal?.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal?.aborted) controller.abort(this.#signal.reason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: PostReply["headers"],
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.head.resolve(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#waiting += chunk.length;
    if (this.#lastWait) {
      if (this.#waiting > MOST_DROPPED) this.close();
      return;
    }
    this.#chunks.push(chunk);
    if (this.#reader) this.#serve(this.#reader);
    else if (this.#waiting > MOST_WAITING) controller.pause();
  }

  onResponseEnd(): void {
    this.#over({});
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    this.#over({ error });
  }

  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    for (let chunk = await this.next(); chunk; chunk = await this.next()) chunks.push(chunk);
    const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    return utf8.decode(bytes);
  }

  next(): Promise<Buffer | undefined> {
    const reader = Promise.withResolvers<Buffer | undefined>();
    this.#serve(reader);
    return reader.promise;
  }

  close(): void {
    if (!this.#end) this.#abort(CLOSED);
  }

  letEnd(): void {
    if (this.#end || this.#lastWait) return;
    this.#lastWait = setTimeout(() => this.close(), LAST_WAIT_MS).unref();
    this.#taken();
  }

  #abort(reason: unknown): void {
    this.#over({ error: reason });
    this.#controller?.abort(reason instanceof Error ? reason : CLOSED);
  }

  #serve(reader: PromiseWithResolvers<Buffer | undefined>): void {
    this.#reader = undefined;
    if (this.#chunks.length > 0) reader.resolve(this.#taken());
    else if (!this.#end) this.#reader = reader;
    else if ("error" in this.#end) reader.reject(this.#end.error);
    else reader.resolve(undefined);
  }

  #taken(): Buffer {
    const [first = EMPTY] = this.#chunks;
    const bytes = this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
    this.#chunks = [];
    if (this.#waiting > MOST_WAITING) this.#controller?.resume();
    this.#waiting = 0;
    return bytes;
  }

  #over(end: { readonly error?: unknown }): void {
    if (this.#end) return;
    this.#end = end;
    clearTimeout(this.#lastWait);
    this.#signal?.removeEventListener("abort", this);
    if ("error" in end) this.head.reject(end.error);
    if (this.#reader) this.#serve(this.#reader);
  }
}

const EMPTY = Buffer.alloc(0);
const utf8 = new TextDecoder();

/** Made once: an error with its stack is by far the dearest part of an abort. */
const CLOSED = new DOMException("The answer is no longer read.", "AbortError");
