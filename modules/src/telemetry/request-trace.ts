import type { Clock } from "../core/clock.ts";
import { ATTRIBUTES as A, SPANS } from "./conventions.ts";
import type { Attributes, GrowingAttributes, SpanRecord } from "./span-record.ts";
import { newSpanId, newTraceId, readTraceparent, type TraceContext } from "./trace-context.ts";

/** A request as it comes in. */
export interface IncomingRequest {
  readonly requestId: string;
  /** As HTTP came, e.g. `POST` and `/v1/chat/completions`: the route's pattern, never the address that was asked. */
  readonly http?: { readonly method: string; readonly route: string };
  /** Header by which the caller's own trace goes on here. */
  readonly traceparent?: string | undefined;
}

/** How a request ended. */
export interface RequestEnd {
  readonly httpStatus?: number;
  /** Code of the error that it failed with. */
  readonly errorCode?: string;
}

/** The span of a request while it is served. */
export interface RequestTrace {
  readonly traceId: string;
  /** To be sent along, so that what others do for this request is found under it. */
  readonly traceparent: string;
  /** The request is over. Later calls do nothing. */
  end(end?: RequestEnd): void;
}

/** A request that is not over, and the spans that lie below its own. */
export interface OpenRequest {
  readonly context: TraceContext;
  readonly parentSpanId: string | undefined;
  readonly incoming: IncomingRequest;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startMs: number;
  /** Milliseconds on a clock that never jumps. */
  readonly startedAt: number;
  readonly below: SpanRecord[];
}

export function openRequest(incoming: IncomingRequest, clock: Clock): OpenRequest {
  const caller = readTraceparent(incoming.traceparent);
  return {
    context: {
      traceId: caller?.traceId ?? newTraceId(),
      spanId: newSpanId(),
      sampled: caller?.sampled ?? true,
    },
    parentSpanId: caller?.spanId,
    incoming,
    startMs: clock.now(),
    startedAt: clock.elapsed(),
    below: [],
  };
}

/** The span of the request itself. */
export function requestSpan(open: OpenRequest, durationMs: number, end: RequestEnd): SpanRecord {
  const { context, parentSpanId, incoming, startMs } = open;
  const { http } = incoming;
  const span: SpanRecord = {
    traceId: context.traceId,
    spanId: context.spanId,
    name: http ? `${http.method} ${http.route}` : SPANS.request,
    kind: "server",
    startMs,
    durationMs,
    status: isError(end) ? "error" : "unset",
    attributes: requestAttributes(incoming, end),
    events: [],
  };
  return parentSpanId === undefined ? span : { ...span, parentSpanId };
}

function requestAttributes(
  { http, requestId }: IncomingRequest,
  { httpStatus, errorCode }: RequestEnd,
): Attributes {
  const attributes: GrowingAttributes = {};
  if (http) {
    attributes[A.httpMethod] = http.method;
    attributes[A.httpRoute] = http.route;
  }
  if (httpStatus !== undefined) attributes[A.httpStatus] = httpStatus;
  if (errorCode !== undefined) attributes[A.errorType] = errorCode;
  // A caller may have written it: words of people have spaces, ids have none.
  if (ID.test(requestId)) attributes[A.requestId] = requestId;
  return attributes;
}

const ID = /^[\w.:-]{1,128}$/;

/** Over HTTP a caller's own mistake is no error of the server, as the conventions have it. A stream may fail after its status is out. */
const isError = ({ httpStatus = 200, errorCode }: RequestEnd): boolean =>
  httpStatus >= 500 || (httpStatus < 400 && errorCode !== undefined);
