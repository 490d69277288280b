import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestContext } from "../../chat/request-context.ts";
import type { Clock } from "../../core/clock.ts";
import { explainError, isLabError } from "../../core/errors.ts";
import { newRequestId } from "../../core/ids.ts";
import type { Logger } from "../../core/logger.ts";
import type { RequestTrace, Telemetry } from "../../telemetry/index.ts";
import { type Access, checkScope } from "../access/access.ts";
import type { Caller } from "../access/caller.ts";
import type { CallerLimiter, CallerPlace } from "../access/caller-limits.ts";
import { ApiError } from "./api-error.ts";
import { checkShape, unknownFields } from "./check-shape.ts";
import type { CrossOrigin } from "./cross-origin.ts";
import { errorResponse, isOurFault } from "./error-response.ts";
import type { Idempotency } from "./idempotency.ts";
import { ClientGone, readJson } from "./read-json.ts";
import { readContext } from "./request-headers.ts";
import { ANSWERED, type Call, type Reply, type Route } from "./route.ts";
import type { RouteTable } from "./route-table.ts";
import { writeReply } from "./write-reply.ts";

export interface ServedRequest {
  readonly requestId: string;
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

export interface ServeOptions {
  readonly table: RouteTable;
  readonly access: Access;
  readonly limiter: CallerLimiter;
  readonly crossOrigin: CrossOrigin;
  readonly idempotency: Idempotency;
  readonly bodyLimitBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** True while the server goes away: what asks models is refused. */
  readonly isDraining: () => boolean;
  readonly onServed: (served: ServedRequest) => void;
  /** Opens the trace of a request that asks models; absent = none has one. */
  readonly trace?: Telemetry["start"] | undefined;
}

/** The way of one HTTP request: find the route, say who asks, check what they ask, hold limits, answer. */
export function createRequestServer(options: ServeOptions) {
  return (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> =>
    serve(options, incoming, outgoing);
}

async function serve(
  options: ServeOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const from = options.clock.elapsed();
  const exchange = openExchange(incoming, outgoing);
  try {
    await answerRequest(options, exchange);
  } catch (error) {
    refuse(options, exchange, error);
  } finally {
    exchange.place?.leave();
    const status = outgoing.headersSent ? outgoing.statusCode : LEFT;
    exchange.trace?.end({ httpStatus: status, ...errorOf(exchange, status) });
    options.onServed({
      requestId: exchange.requestId,
      route: exchange.route?.path ?? "none",
      method: exchange.route?.method ?? "none",
      status,
      seconds: (options.clock.elapsed() - from) / 1000,
    });
  }
}

/** As proxies note a client that went away before it was answered. */
const LEFT = 499;

const errorOf = ({ errorCode }: Exchange, status: number) =>
  errorCode !== undefined ? { errorCode } : status === LEFT ? { errorCode: "CLIENT_LEFT" } : undefined;

/** One request while it is served. */
interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly path: string;
  readonly search: string;
  readonly signal: AbortSignal;
  requestId: string;
  route?: Route;
  place?: CallerPlace;
  trace?: RequestTrace;
  /** What it failed with. */
  errorCode?: string;
  headers: Record<string, string>;
}

function openExchange(incoming: IncomingMessage, outgoing: ServerResponse): Exchange {
  const url = incoming.url ?? "/";
  const mark = url.indexOf("?");
  const left = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) left.abort(new ClientGone("The client ended the connection."));
  });
  const requestId = newRequestId();
  return {
    incoming,
    outgoing,
    path: servedPath(mark < 0 ? url : url.slice(0, mark)),
    search: mark < 0 ? "" : url.slice(mark + 1),
    signal: left.signal,
    requestId,
    headers: { "x-request-id": requestId },
  };
}

/** Base addresses are given with and without a slash at their end. */
const servedPath = (path: string) =>
  path.includes("//") || path.endsWith("/") ? path.replace(/\/{2,}/g, "/").replace(/\/$/, "") || "/" : path;

async function answerRequest(options: ServeOptions, exchange: Exchange): Promise<void> {
  const { table, crossOrigin, access } = options;
  const { incoming, outgoing, path } = exchange;
  const { headers } = incoming;
  const method = incoming.method ?? "GET";
  if (method === "OPTIONS") return answerPreflight(options, exchange);
  Object.assign(exchange.headers, crossOrigin.headersFor(headers));
  crossOrigin.check(headers);
  const { route, parameters } = table.find(method, path);
  exchange.route = route;
  if (route.metered && options.trace) openTrace(options.trace, exchange, route);
  const caller = route.scope === "open" ? NOBODY : await access.identify(headers);
  checkScope(caller, route.scope);
  if (route.metered) enter(options, exchange, caller);
  const body = route.body === undefined ? undefined : await readBody(options, exchange, route);
  const call = createCall(options, exchange, { caller, parameters, body, route });
  const reply = await options.idempotency.once(call, route, route.handle);
  if (reply !== ANSWERED) writeReply(outgoing, method, exchange.headers, reply);
}

function openTrace(start: Telemetry["start"], exchange: Exchange, { method, path }: Route): void {
  const { requestId, incoming } = exchange;
  const { traceparent } = incoming.headers;
  exchange.trace = start({
    requestId,
    http: { method, route: path },
    traceparent: typeof traceparent === "string" ? traceparent : undefined,
  });
  exchange.headers.traceresponse = exchange.trace.traceparent;
}

/** Of an open route nobody needs to know who asks. */
const NOBODY: Caller = { tenant: "default", client: "anonymous", scopes: new Set(), limits: {} };

function answerPreflight({ table, crossOrigin }: ServeOptions, { incoming, outgoing, path }: Exchange): void {
  const methods = table.methodsOf(path);
  outgoing.writeHead(204, {
    allow: [...methods, "OPTIONS"].join(", "),
    ...crossOrigin.preflight(incoming.headers, methods),
  });
  outgoing.end();
}

function enter({ limiter, isDraining }: ServeOptions, exchange: Exchange, caller: Caller): void {
  if (isDraining()) throw goingAway();
  exchange.place = limiter.enter(caller);
  Object.assign(exchange.headers, exchange.place.headers);
}

const goingAway = () =>
  new ApiError("The server is going away and takes no new requests.", {
    status: 503,
    code: "DRAINING",
    hint: "Ask again; another one will answer.",
    retryAfterMs: 1000,
    headers: { connection: "close" },
  });

async function readBody(
  { bodyLimitBytes }: ServeOptions,
  exchange: Exchange,
  route: Route,
): Promise<unknown> {
  const value = await readJson(exchange.incoming, bodyLimitBytes);
  if (!route.body) return undefined;
  const body = checkShape(route.body, value);
  if (route.fields && typeof value === "object" && value !== null) {
    const ignored = unknownFields(value, route.fields);
    if (ignored.length > 0)
      exchange.headers["x-ignored-fields"] = ignored
        .filter((name) => /^[\w.-]{1,60}$/.test(name))
        .slice(0, 20)
        .join(", ");
  }
  return body;
}

interface Known {
  readonly caller: Caller;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly route: Route;
}

function createCall(
  { logger }: ServeOptions,
  exchange: Exchange,
  { caller, parameters, body, route }: Known,
): Call {
  const { incoming, outgoing, search, signal } = exchange;
  const query = route.query
    ? checkShape(route.query, Object.fromEntries(new URLSearchParams(search)), "query")
    : undefined;
  checkParameters(route, parameters);
  const context: RequestContext & { signal: AbortSignal } = {
    ...readContext(incoming.headers, caller),
    requestId: exchange.requestId,
    ...(exchange.trace && { traceparent: exchange.trace.traceparent }),
    signal,
  };
  return {
    caller,
    context,
    body,
    query,
    parameters,
    incoming,
    outgoing,
    requestId: exchange.requestId,
    headers: () => exchange.headers,
    spend: (tokens) => exchange.place?.spend(tokens),
    logFailure: (error) => logFailure(logger, exchange, error),
  };
}

function checkParameters(
  { parameters: schemas = {} }: Route,
  parameters: Readonly<Record<string, string>>,
): void {
  for (const [name, schema] of Object.entries(schemas)) checkShape(schema, parameters[name], name);
}

function refuse({ logger, crossOrigin }: ServeOptions, exchange: Exchange, error: unknown): void {
  const { outgoing, incoming, requestId, signal } = exchange;
  if (error instanceof ClientGone || signal.aborted || outgoing.destroyed) {
    outgoing.destroy();
    return;
  }
  logFailure(logger, exchange, error);
  const { status, headers, body } = errorResponse(error, requestId);
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const closing = incoming.complete ? {} : { connection: "close" };
  writeReply(
    outgoing,
    incoming.method ?? "GET",
    { ...exchange.headers, ...crossOrigin.headersFor(incoming.headers), ...headers, ...closing },
    { status, body } satisfies Reply,
  );
}

/** What is our own fault is for the operator; a refusal is no news. */
function logFailure(logger: Logger, exchange: Exchange, error: unknown): void {
  const { requestId, route } = exchange;
  exchange.errorCode = isLabError(error) ? error.code : "UNEXPECTED";
  if (!isOurFault(error)) {
    const fields = { requestId, route: route?.path ?? "none", code: exchange.errorCode };
    logger.debug("refused", { ...fields, error: withoutQuotes(explainError(error)) });
    return;
  }
  const stack = error instanceof Error ? error.stack : undefined;
  logger.error("request failed", { requestId, route: route?.path ?? "none", error: stack ?? String(error) });
}

/** What a message quotes is what somebody sent: a name in it is no business of a log. */
const withoutQuotes = (message: string): string => message.replace(/"(?:[^"\\]|\\.)*"/g, '"…"');
