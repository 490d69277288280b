import { ATTRIBUTES as A } from "./conventions.ts";
import type { SpanRecord } from "./span-record.ts";

/** One bar of a waterfall: a span by its depth, where it begins and how long it is. */
export interface WaterfallRow {
  readonly spanId: string;
  readonly name: string;
  readonly kind: SpanRecord["kind"];
  /** 0 at the root. */
  readonly depth: number;
  /** Milliseconds from the beginning of the trace. */
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly status: SpanRecord["status"];
  /** What is worth a look: outcome, target, tokens, error. */
  readonly note: string;
  readonly attributes: SpanRecord["attributes"];
  /** Moments within the span. */
  readonly marks: readonly { readonly name: string; readonly offsetMs: number }[];
}

/** The rows of a trace's waterfall, parents before their children, else by time. A span whose parent is not here is a root. */
export function waterfallOf(spans: readonly SpanRecord[]): readonly WaterfallRow[] {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const byTime = spans.toSorted((one, other) => one.startMs - other.startMs);
  const childrenOf = Map.groupBy(byTime, ({ parentSpanId }) =>
    parentSpanId !== undefined && known.has(parentSpanId) ? parentSpanId : "",
  );
  const from = byTime[0]?.startMs ?? 0;
  const rowsBelow = (parent: string, depth: number): WaterfallRow[] =>
    (childrenOf.get(parent) ?? []).flatMap((span) => [
      toRow(span, depth, from),
      ...rowsBelow(span.spanId, depth + 1),
    ]);
  return rowsBelow("", 0);
}

function toRow(span: SpanRecord, depth: number, from: number): WaterfallRow {
  const { spanId, name, kind, startMs, durationMs, status, attributes, events } = span;
  return {
    spanId,
    name,
    kind,
    depth,
    offsetMs: startMs - from,
    durationMs,
    status,
    note: noteOf(span),
    attributes,
    marks: events.map((event) => ({ name: event.name, offsetMs: event.at - from })),
  };
}

function noteOf({ attributes }: SpanRecord): string {
  const input = attributes[A.inputTokens];
  const output = attributes[A.outputTokens];
  const tokens = input === undefined ? [] : [`${input} + ${output ?? 0} tokens`];
  const shown = [
    A.errorType,
    A.target,
    A.reason,
    A.outcome,
    A.attemptKind,
    A.httpStatus,
    A.tier,
    A.provenance,
  ]
    .map((name) => attributes[name])
    .filter((value) => value !== undefined);
  return [...shown.map(String), ...tokens].join(" · ");
}

const BAR = 32;

/** The waterfall as lines of text, for places without HTML. */
export function sayWaterfall(spans: readonly SpanRecord[]): string {
  const rows = waterfallOf(spans);
  const endMs = Math.max(1e-9, ...rows.map(({ offsetMs, durationMs }) => offsetMs + durationMs));
  const wide = Math.max(0, ...rows.map(({ name, depth }) => name.length + 2 * depth));
  return rows
    .map(({ name, depth, offsetMs, durationMs, note }) => {
      const before = Math.min(BAR - 1, Math.floor((offsetMs / endMs) * BAR));
      const long = Math.min(BAR - before, Math.max(1, Math.round((durationMs / endMs) * BAR)));
      const bar = `${" ".repeat(before)}${"█".repeat(long)}`.padEnd(BAR);
      return `${`${"  ".repeat(depth)}${name}`.padEnd(wide)} |${bar}| ${durationMs.toFixed(1)} ms  ${note}`;
    })
    .join("\n");
}
