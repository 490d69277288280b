import type { TelemetryExporter } from "./exporter.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { SpanRecord } from "./span-record.ts";

/** The spans of one request, root first. */
export interface Trace {
  readonly traceId: string;
  readonly spans: readonly SpanRecord[];
}

/** Keeps telemetry in memory, for notebooks and tests. */
export interface MemoryExporter extends TelemetryExporter {
  /** Traces, oldest first, as far as they are kept. Flush the telemetry before. */
  traces(): readonly Trace[];
  find(traceId: string): Trace | undefined;
  /** All spans, oldest first. */
  spans(): readonly SpanRecord[];
  /** Figures of the last flush. */
  metrics(): readonly MetricRecord[];
  clear(): void;
}

/** Keeps the last `capacity` traces; default 1000. */
export function createMemoryExporter({
  capacity = 1000,
}: {
  readonly capacity?: number;
} = {}): MemoryExporter {
  const kept = new Map<string, SpanRecord[]>();
  // The ids in the order in which they came, over and over: to ask the map for its oldest costs the more the more went before.
  const ids: string[] = [];
  let next = 0;
  let figures: readonly MetricRecord[] = [];
  const traceOf = (traceId: string, spans: readonly SpanRecord[]): Trace => ({ traceId, spans });
  const begin = (span: SpanRecord) => {
    const oldest = ids[next];
    if (oldest !== undefined) kept.delete(oldest);
    ids[next] = span.traceId;
    next = (next + 1) % capacity;
    kept.set(span.traceId, [span]);
  };
  return {
    name: "memory",
    async export(spans) {
      for (const span of spans) {
        const trace = kept.get(span.traceId);
        if (trace) trace.push(span);
        else begin(span);
      }
    },
    async exportMetrics(metrics) {
      figures = metrics;
    },
    traces: () => [...kept].map(([traceId, spans]) => traceOf(traceId, spans)),
    find(traceId) {
      const spans = kept.get(traceId);
      return spans && traceOf(traceId, spans);
    },
    spans: () => [...kept.values()].flat(),
    metrics: () => figures,
    clear() {
      kept.clear();
      ids.length = 0;
      next = 0;
      figures = [];
    },
  };
}
