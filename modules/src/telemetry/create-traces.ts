import type { Clock } from "../core/clock.ts";
import { answerSpans, type ContentMode } from "./answer-spans.ts";
import { contentAttributes } from "./content-attributes.ts";
import { createLaterWork } from "./later-work.ts";
import {
  type IncomingRequest,
  type OpenRequest,
  openRequest,
  type RequestEnd,
  type RequestTrace,
  requestSpan,
} from "./request-trace.ts";
import type { SpanEvent, SpanRecord } from "./span-record.ts";
import { spendingSpans, withPaid } from "./spending-spans.ts";
import type { TelemetryState } from "./telemetry.ts";
import type { TelemetryRedactor } from "./telemetry-redactor.ts";
import { newTraceId, writeTraceparent } from "./trace-context.ts";
import type { AnswerOver, TracedSpending } from "./traced-answer.ts";

export interface TracesOptions {
  readonly clock: Clock;
  readonly redactor: TelemetryRedactor;
  readonly content: ContentMode;
  /** Share of the traces that are kept; those with an error always are. */
  readonly keep: number;
  /** Takes the spans of a trace, root first. */
  readonly send: (spans: readonly SpanRecord[]) => void;
}

/** Puts the spans of requests together. */
export interface Traces {
  start(incoming: IncomingRequest): RequestTrace;
  answer(over: AnswerOver, baselineUsd: number | undefined): void;
  /** What was paid for vectors or a check is a call of its own; for a chat without an answer it stands at the execution, if its request was opened. */
  spent(spending: TracedSpending): void;
  /** Builds the spans of all that is over and sends them; before anything is flushed. */
  settle(): void;
  state(): Pick<TelemetryState, "open" | "sampledOut" | "failed">;
}

/** Requests of which nobody said that they ended; those beyond have a trace, and their answers another. */
const MOST_OPEN = 10_000;
/** What is over waits so long, or for so many, to have its spans built. */
const LATER_MS = 100;
const MOST_LATER = 64;

export function createTraces({ clock, redactor, content, keep, send }: TracesOptions): Traces {
  const open = new Map<string, OpenRequest>();
  let sampledOut = 0;
  let failed = 0;
  const onError = () => {
    failed++;
  };
  const later = createLaterWork({ clock, most: MOST_LATER, delayMs: LATER_MS, onError });

  function finish(request: OpenRequest, durationMs: number, end: RequestEnd): void {
    const spans = request.below;
    spans.unshift(redact(requestSpan(request, durationMs, end)));
    const failed = spans.some(({ status }) => status === "error");
    const { traceId, sampled } = request.context;
    if (failed || (sampled && isKept(traceId, keep))) send(spans);
    else sampledOut++;
  }

  const redactEvent = (event: SpanEvent): SpanEvent => {
    const attributes = redactor.attributes(event.attributes);
    return attributes === event.attributes ? event : { ...event, attributes };
  };

  /** The span itself when there is nothing to hide. */
  const redact = (span: SpanRecord): SpanRecord => {
    const name = redactor.text(span.name);
    const attributes = redactor.attributes(span.attributes);
    const events = span.events.some((event) => redactEvent(event) !== event)
      ? span.events.map(redactEvent)
      : span.events;
    const isSafe = name === span.name && attributes === span.attributes;
    return isSafe && events === span.events ? span : { ...span, name, attributes, events };
  };

  function spansOf(over: AnswerOver, { context }: OpenRequest, baselineUsd: number | undefined) {
    const { traceId, spanId: parentSpanId } = context;
    const spans = answerSpans(over, { traceId, parentSpanId, content, baselineUsd }).map(redact);
    const last = spans.at(-1);
    if (content === "off" || last?.kind !== "client") return spans;
    const attributes = { ...last.attributes, ...contentAttributes(over, content, redactor) };
    return spans.with(-1, { ...last, attributes });
  }

  function addSpans(request: OpenRequest, over: AnswerOver, baselineUsd: number | undefined): void {
    request.below.push(...spansOf(over, request, baselineUsd));
  }

  /** A request that nobody opened: from a notebook or a program. */
  function traceAlone(over: AnswerOver, baselineUsd: number | undefined): void {
    const { record, errorCode } = over;
    const own = { ...openRequest({ requestId: record.requestId }, clock), startMs: record.at };
    addSpans(own, over, baselineUsd);
    finish(own, record.ms, errorCode === undefined ? {} : { errorCode });
  }

  return {
    start(incoming) {
      const request = openRequest(incoming, clock);
      const { requestId } = incoming;
      let isOver = false;
      if (open.size < MOST_OPEN) open.set(requestId, request);
      return {
        traceId: request.context.traceId,
        traceparent: writeTraceparent(request.context),
        end(end = {}) {
          if (isOver) return;
          isOver = true;
          if (open.get(requestId) === request) open.delete(requestId);
          const durationMs = clock.elapsed() - request.startedAt;
          later.add(() => finish(request, durationMs, end));
        },
      };
    },
    answer(over, baselineUsd) {
      const known = open.get(over.record.requestId);
      later.add(() => {
        if (known) addSpans(known, over, baselineUsd);
        else traceAlone(over, baselineUsd);
      });
    },
    spent(spending) {
      const known = open.get(spending.requestId);
      later.add(() => {
        if (spending.operation === "chat") {
          if (known) known.below.splice(0, Infinity, ...withPaid(known.below, spending.calls));
          return;
        }
        const traceId = known?.context.traceId ?? newTraceId();
        const spans = spendingSpans(spending, traceId, known?.context.spanId).map(redact);
        if (known) known.below.push(...spans);
        else if (isKept(traceId, keep)) send(spans);
        else sampledOut++;
      });
    },
    settle: later.settle,
    state() {
      later.settle();
      return { open: open.size, sampledOut, failed };
    },
  };
}

/** The same traces in every process that keeps this share. */
const isKept = (traceId: string, share: number): boolean =>
  share >= 1 || Number.parseInt(traceId.slice(-8), 16) / 2 ** 32 < share;
