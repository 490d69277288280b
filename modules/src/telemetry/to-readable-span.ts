import type {
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from "@azure/monitor-opentelemetry-exporter";
import { ATTRIBUTES } from "./conventions.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { SpanRecord, TelemetryResource } from "./span-record.ts";
import { SCOPE } from "./to-otlp.ts";

/** Spans and metrics as OpenTelemetry's own exporters take them. */
export type ReadableSpan = Parameters<AzureMonitorTraceExporter["export"]>[0][number];
export type ReadableMetrics = Parameters<AzureMonitorMetricExporter["export"]>[0];
type ReadableResource = ReadableSpan["resource"];
type ReadableMetric = ReadableMetrics["scopeMetrics"][number]["metrics"][number];
type HrTime = ReadableSpan["startTime"];

const KINDS = { internal: 0, server: 1, client: 2 } as const;
const STATUS_CODES = { unset: 0, ok: 1, error: 2 } as const;
const SAMPLED = 1;
const HISTOGRAM = 0;
const GAUGE = 2;
const SUM = 3;
const DOUBLE = 1;
const DELTA = 0;

/** A span in the form of OpenTelemetry's SDK, for any `SpanExporter` of it. */
export function toReadableSpan(span: SpanRecord, resource: ReadableResource): ReadableSpan {
  const { traceId, spanId, parentSpanId, name, kind, startMs, durationMs, status } = span;
  const context = (id: string) => ({ traceId, spanId: id, traceFlags: SAMPLED });
  return {
    name,
    kind: KINDS[kind],
    spanContext: () => context(spanId),
    ...(parentSpanId !== undefined && { parentSpanContext: context(parentSpanId) }),
    startTime: toHrTime(startMs),
    endTime: toHrTime(startMs + durationMs),
    duration: toHrTime(durationMs),
    status: { code: STATUS_CODES[status] },
    attributes: { ...toAttributes(span.attributes), ...failureOf(span) },
    links: [],
    events: span.events.map((event) => ({
      name: event.name,
      time: toHrTime(event.at),
      attributes: toAttributes(event.attributes),
    })),
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Azure Monitor's exporter drops `error.type` on its way; under a name of ours it arrives. */
function failureOf({ attributes }: SpanRecord): ReadableSpan["attributes"] {
  const failure = attributes[ATTRIBUTES.errorType];
  return typeof failure === "string" ? { [ATTRIBUTES.failure]: failure } : {};
}

const toAttributes = (attributes: SpanRecord["attributes"]): ReadableSpan["attributes"] =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
  );

export function toReadableMetrics(
  metrics: readonly MetricRecord[],
  resource: ReadableResource,
): ReadableMetrics {
  return { resource, scopeMetrics: [{ scope: SCOPE, metrics: metrics.map(toReadableMetric) }] };
}

function toReadableMetric({ name, help, unit, kind, points, since, at }: MetricRecord): ReadableMetric {
  const time = { startTime: toHrTime(since), endTime: toHrTime(at) };
  const described = {
    descriptor: { name, description: help, unit, valueType: DOUBLE },
    aggregationTemporality: DELTA,
  };
  const values = points.map(({ labels, value }) => ({ ...time, attributes: { ...labels }, value }));
  if (kind === "gauge") return { ...described, dataPointType: GAUGE, dataPoints: values };
  if (kind === "counter") return { ...described, dataPointType: SUM, isMonotonic: true, dataPoints: values };
  const dataPoints = points.map(({ labels, value: sum, histogram }) => {
    const { count = 0, bounds = [], counts = [] } = histogram ?? {};
    const buckets = { boundaries: [...bounds], counts: [...counts] };
    return { ...time, attributes: { ...labels }, value: { sum, count, buckets } };
  });
  return { ...described, dataPointType: HISTOGRAM, dataPoints };
}

function toHrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1_000_000)];
}

/** The service in the form of OpenTelemetry's SDK, all of it known from the start. */
export function toReadableResource({ service, version, instance }: TelemetryResource): ReadableResource {
  const attributes = {
    "service.name": service,
    "service.version": version,
    "service.instance.id": instance,
  };
  const resource: ReadableResource = {
    attributes,
    merge: () => resource,
    getRawAttributes: () => Object.entries(attributes),
  };
  return resource;
}
