import type { MetricPoint, MetricRecord } from "./metric-record.ts";
import type { Attributes, AttributeValue, SpanRecord, TelemetryResource } from "./span-record.ts";

/** Name and version by which our spans say who made them. */
export const SCOPE = { name: "@hybrid-router/modules", version: "0.1.0" } as const;

const SPAN_KINDS = { internal: 1, server: 2, client: 3 } as const;
const STATUS_CODES = { unset: 0, ok: 1, error: 2 } as const;
const CUMULATIVE = 2;

/** Spans in OTLP's JSON, as `POST /v1/traces` takes it and as trace viewers read it from a file. */
export function toOtlpTraces(spans: readonly SpanRecord[], resource: TelemetryResource) {
  return {
    resourceSpans: [
      { resource: toResource(resource), scopeSpans: [{ scope: SCOPE, spans: spans.map(toOtlpSpan) }] },
    ],
  };
}

/** Figures in OTLP's JSON, as `POST /v1/metrics` takes it. */
export function toOtlpMetrics(metrics: readonly MetricRecord[], resource: TelemetryResource) {
  return {
    resourceMetrics: [
      {
        resource: toResource(resource),
        scopeMetrics: [{ scope: SCOPE, metrics: metrics.map(toOtlpMetric) }],
      },
    ],
  };
}

const toResource = ({ service, version, instance }: TelemetryResource) => ({
  attributes: [
    toKeyValue("service.name", service),
    toKeyValue("service.version", version),
    toKeyValue("service.instance.id", instance),
  ],
});

function toOtlpSpan(span: SpanRecord) {
  const { traceId, spanId, parentSpanId, name, kind, startMs, durationMs, status, attributes, events } = span;
  return {
    traceId,
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name,
    kind: SPAN_KINDS[kind],
    startTimeUnixNano: toNanos(startMs),
    endTimeUnixNano: toNanos(startMs + durationMs),
    attributes: toKeyValues(attributes),
    events: events.map((event) => ({
      name: event.name,
      timeUnixNano: toNanos(event.at),
      attributes: toKeyValues(event.attributes),
    })),
    status: { code: STATUS_CODES[status] },
  };
}

/** As text: nanoseconds since 1970 are no safe integers. */
function toNanos(ms: number): string {
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1_000_000)));
}

const toKeyValues = (attributes: Attributes) =>
  Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [toKeyValue(name, value)],
  );

const toKeyValue = (key: string, value: AttributeValue) => ({ key, value: toAnyValue(value) });

function toAnyValue(value: AttributeValue): Record<string, unknown> {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}

function toOtlpMetric({ name, help, unit, kind, points, since, at }: MetricRecord) {
  const time = { startTimeUnixNano: toNanos(since), timeUnixNano: toNanos(at) };
  const dataPoints = points.map((point) => toDataPoint(point, time));
  const described = { name, description: help, unit };
  if (kind === "gauge") return { ...described, gauge: { dataPoints } };
  if (kind === "counter")
    return { ...described, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } };
  return { ...described, histogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
}

function toDataPoint({ labels, value, histogram }: MetricPoint, time: Readonly<Record<string, string>>) {
  const attributes = Object.entries(labels).map(([name, text]) => toKeyValue(name, text));
  if (!histogram) return { ...time, attributes, asDouble: value };
  const { count, bounds, counts } = histogram;
  return {
    ...time,
    attributes,
    count: String(count),
    sum: value,
    bucketCounts: counts.map(String),
    explicitBounds: bounds,
  };
}
