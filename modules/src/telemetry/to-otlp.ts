import type { MetricPoint, MetricRecord } from "./metric-record.ts";
import type { Attributes, AttributeValue, SpanEvent, SpanRecord, TelemetryResource } from "./span-record.ts";

/** Name and version by which our spans say who made them. */
export const SCOPE = { name: "@hybrid-router/modules", version: "0.1.0" } as const;

const SPAN_KINDS = { internal: 1, server: 2, client: 3 } as const;
const STATUS_CODES = { unset: 0, ok: 1, error: 2 } as const;
const CUMULATIVE = 2;

/** Spans in OTLP's JSON, as `POST /v1/traces` takes it and as trace viewers read it from a file. */
export const toOtlpTraces = (spans: readonly SpanRecord[], resource: TelemetryResource): OtlpTraces =>
  JSON.parse(toOtlpTracesText(spans, resource));

export interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Readonly<Record<string, unknown>>[] }[];
  }[];
}

/** The same as text, written straight away: the objects between would cost more than all else of a span. */
export function toOtlpTracesText(spans: readonly SpanRecord[], resource: TelemetryResource): string {
  const scope = JSON.stringify(SCOPE);
  const from = JSON.stringify(toResource(resource));
  return `{"resourceSpans":[{"resource":${from},"scopeSpans":[{"scope":${scope},"spans":[${spans.map(spanText).join()}]}]}]}`;
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

function spanText(span: SpanRecord): string {
  const { traceId, spanId, parentSpanId, name, kind, startMs, durationMs, status, attributes, events } = span;
  const parent = parentSpanId === undefined ? "" : `"parentSpanId":"${parentSpanId}",`;
  const time = `"startTimeUnixNano":"${toNanos(startMs)}","endTimeUnixNano":"${toNanos(startMs + durationMs)}"`;
  const rest = `"attributes":${attributesText(attributes)},"events":[${events.map(eventText).join()}]`;
  return `{"traceId":"${traceId}","spanId":"${spanId}",${parent}"name":${JSON.stringify(name)},"kind":${SPAN_KINDS[kind]},${time},${rest},"status":{"code":${STATUS_CODES[status]}}}`;
}

const eventText = ({ name, at, attributes }: SpanEvent): string =>
  `{"name":${JSON.stringify(name)},"timeUnixNano":"${toNanos(at)}","attributes":${attributesText(attributes)}}`;

function attributesText(attributes: Attributes): string {
  let text = "";
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) text += `${text && ","}{"key":"${key}","value":${valueText(value)}}`;
  return `[${text}]`;
}

function valueText(value: AttributeValue): string {
  if (typeof value === "string") return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === "boolean") return `{"boolValue":${value}}`;
  if (typeof value !== "number") return `{"arrayValue":{"values":[${value.map(valueText).join()}]}}`;
  if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
  return `{"doubleValue":${Number.isFinite(value) ? value : `"${value}"`}}`;
}

/** As text: nanoseconds since 1970 are no safe integers. */
function toNanos(ms: number): string {
  const whole = Math.floor(ms);
  const nanos = Math.round((ms - whole) * 1_000_000);
  return nanos >= 1_000_000 ? `${whole + 1}000000` : `${whole}${String(nanos).padStart(6, "0")}`;
}

const toKeyValue = (key: string, value: string) => ({ key, value: { stringValue: value } });

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
