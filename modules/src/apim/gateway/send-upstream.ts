import { Readable } from "node:stream";
import { Agent, type Dispatcher, errors } from "undici";
import { explainError } from "../../core/errors.ts";
import type { OutgoingRequest } from "../pipeline/gateway-services.ts";
import { HeaderMap } from "../pipeline/header-map.ts";
import type { ResponseMessage } from "../pipeline/message.ts";
import { type BodySource, MessageBody } from "../pipeline/message-body.ts";
import { backendError } from "./backend-error.ts";
import { travellingHeaders } from "./connection-headers.ts";
import type { ResolveMap } from "./resolve-map.ts";

export interface UpstreamSenderOptions {
  /** Undefined: every origin may be reached as it is. */
  readonly resolve: ResolveMap | undefined;
  readonly bodyLimitBytes: number;
}

export interface UpstreamSender {
  /** @throws PolicyError with BackendConnectionFailure or Timeout */
  send(request: OutgoingRequest, signal: AbortSignal): Promise<ResponseMessage>;
  close(): Promise<void>;
}

const MOST_REDIRECTS = 10;

export function createUpstreamSender({ resolve, bodyLimitBytes }: UpstreamSenderOptions): UpstreamSender {
  // A forwarded answer may pause for as long as its model thinks; the caller's patience and `timeout` bound it.
  const options = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 4000 };
  const agent = new Agent(options);
  let lenient: Agent | undefined;
  const agentFor = (acceptAny: boolean | undefined) => {
    if (!acceptAny) return agent;
    lenient ??= new Agent({ ...options, connect: { rejectUnauthorized: false } });
    return lenient;
  };

  const sendOnce = async (request: OutgoingRequest, signal: AbortSignal): Promise<ResponseMessage> => {
    const { method, url, headers } = request;
    const origin = originFor(url, resolve);
    const content = contentOf(request);
    const answer = await agentFor(request.acceptAnyCertificate).request({
      origin,
      path: url.pathname + url.search,
      method,
      headers: outgoingHeaders(headers, url, content),
      body: content,
      signal,
      headersTimeout: isPrecise(request) ? 0 : request.timeoutMs,
      responseHeaders: "raw",
    });
    const received = HeaderMap.fromRaw(rawOf(answer.headers));
    return {
      status: answer.statusCode,
      reason: answer.statusText,
      headers: received,
      body: MessageBody.from(bodyOf(answer.body, received), bodyLimitBytes),
    };
  };

  const follow = async (request: OutgoingRequest, signal: AbortSignal): Promise<ResponseMessage> => {
    let next = request;
    for (let hop = 0; ; hop++) {
      const response = await sendOnce(next, signal);
      const redirected = hop < MOST_REDIRECTS && redirect(next, response);
      if (!redirected) return response;
      await response.body.read();
      next = redirected;
    }
  };

  return {
    send: (request, signal) =>
      withinTime(request, signal, (limited) =>
        (request.followRedirects ? follow : sendOnce)(request, limited),
      ),
    close: async () => {
      await Promise.all([agent.destroy(), lenient?.destroy()]);
    },
  };
}

/** undici's own clock for timeouts ticks in half seconds, which is too coarse for short ones. */
const isPrecise = ({ timeoutMs }: OutgoingRequest) => timeoutMs < 10_000;

/** Until the headers of the answer are there; the body then flows as long as the caller listens. */
async function withinTime(
  request: OutgoingRequest,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<ResponseMessage>,
): Promise<ResponseMessage> {
  const limit = isPrecise(request) ? startLimit(request.timeoutMs, signal) : undefined;
  try {
    return await run(limit?.signal ?? signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const { origin } = request.url;
    if (limit?.isOver() || error instanceof errors.HeadersTimeoutError)
      throw backendError("Timeout", `${origin} did not answer within ${request.timeoutMs / 1000} s.`, error);
    throw connectionFailure(error, request.url);
  } finally {
    limit?.stop();
  }
}

/** A signal that is aborted with `signal`, or after the time. */
function startLimit(timeoutMs: number, signal: AbortSignal) {
  const controller = new AbortController();
  const leave = () => controller.abort(signal.reason);
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, timeoutMs);
  return { signal: controller.signal, isOver: () => isOver, stop: () => clearTimeout(timer) };
}

function connectionFailure(error: unknown, { origin }: URL): unknown {
  const isOurs = error instanceof Error && "code" in error && typeof error.code === "string";
  if (!isOurs && !(error instanceof errors.UndiciError)) return error;
  if (!/^(?:E[A-Z]|UND_|DEPTH_|CERT_|SELF_|UNABLE_|HPE_)/.test(String(error.code))) return error;
  return backendError(
    "BackendConnectionFailure",
    `No connection to ${origin}: ${explainError(error)}.`,
    error,
  );
}

function originFor(url: URL, resolve: ResolveMap | undefined): string {
  if (resolve === undefined) return url.origin;
  const target = resolve.get(url.origin);
  if (target !== undefined) return target;
  throw backendError(
    "BackendConnectionFailure",
    `The origin ${url.origin} is not in the resolve map, so nothing is sent there. It has: ${[...resolve.keys()].join(", ") || "none"}.`,
  );
}

/** A body as short as this is taken at once; going through it piece by piece costs more than all else done with it. */
const SHORT_BYTES = 64 * 1024;

function bodyOf(body: Dispatcher.ResponseData["body"], headers: HeaderMap): BodySource {
  const length = Number(headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  return length <= SHORT_BYTES ? whole(body) : body;
}

async function* whole(body: Dispatcher.ResponseData["body"]): AsyncGenerator<Uint8Array> {
  yield await body.bytes();
}

/** What undici takes: bytes that are known, the stream itself, or nothing. */
function contentOf({ body, method }: OutgoingRequest) {
  const bytes = body.isConsumed ? new Uint8Array() : body.bytes;
  if (bytes === undefined) return Readable.from(body.stream(), { objectMode: false });
  return bytes.byteLength === 0 && !/^(?:POST|PUT|PATCH)$/.test(method) ? null : bytes;
}

/** Host is the address that was meant, also where another one is connected to; a length is undici's to write where it is known. */
function outgoingHeaders(headers: HeaderMap, url: URL, content: ReturnType<typeof contentOf>): string[] {
  headers.delete("expect");
  const isStale = content === null || content instanceof Uint8Array;
  const raw = travellingHeaders(headers, isStale ? "content-length" : undefined);
  if (!headers.has("host")) raw.push("Host", url.host);
  return raw;
}

function rawOf(headers: unknown): string[] {
  if (!Array.isArray(headers))
    return Object.entries(Object(headers)).flatMap(([name, value]) => [name, String(value)]);
  return headers.map((part: unknown) => (Buffer.isBuffer(part) ? part.toString("latin1") : String(part)));
}

const SEE_OTHER = new Set([301, 302, 303]);

/** The request after a redirect, or undefined when there is none to follow. */
function redirect(
  request: OutgoingRequest,
  { status, headers }: ResponseMessage,
): OutgoingRequest | undefined {
  const location = headers.get("location");
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const url = new URL(location, request.url);
  const becomesGet = SEE_OTHER.has(status) && request.method !== "HEAD" && request.method !== "GET";
  if (!becomesGet && !request.body.isRead) return undefined;
  const kept = HeaderMap.fromRaw(request.headers.toRaw());
  kept.delete("host");
  if (url.origin !== request.url.origin) for (const name of ["authorization", "cookie"]) kept.delete(name);
  if (becomesGet) for (const name of ["content-type", "content-length"]) kept.delete(name);
  return {
    ...request,
    url,
    headers: kept,
    method: becomesGet ? "GET" : request.method,
    body: becomesGet ? MessageBody.empty() : request.body,
  };
}
