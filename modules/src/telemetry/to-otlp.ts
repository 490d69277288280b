import type { MetricPoint, MetricRecord } from "./metric-record.ts";
import { otlpSpanText, toNanos } from "./otlp-span-text.ts";
import type { SpanRecord, TelemetryResource } from "./span-record.ts";

/** Name and version by which our spans say who made them. */
export const SCOPE = { name: "@hybrid-router/modules", version: "0.1.0" } as const;

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
function toOtlpTracesText(spans: readonly SpanRecord[], resource: TelemetryResource): string {
  const { before, after } = otlpEnvelope(resource);
  return `${before}${spans.map(otlpSpanText).join()}${after}`;
}

/** What stands before and after the spans of a batch. */
export function otlpEnvelope(resource: TelemetryResource): {
  readonly before: string;
  readonly after: string;
} {
  const scope = JSON.stringify(SCOPE);
  const from = JSON.stringify(toResource(resource));
  return {
    before: `{"resourceSpans":[{"resource":${from},"scopeSpans":[{"scope":${scope},"spans":[`,
    after: "]}]}]}",
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
