import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { createBoundedLabels } from "./bounded-labels.ts";
import type { MetricPoint, MetricRecord } from "./metric-record.ts";
import { METRICS, type MetricForm, type MetricName } from "./metric-table.ts";

/** Counts. Kept in a Prometheus registry of its own; OTLP and Azure Monitor read the same figures. */
export interface Metrics {
  /** Adds to a counter (default 1), sets a gauge, or observes in a histogram. Labels in the order of the metric's form. */
  note(metric: MetricName, value: number, labels: readonly string[]): void;
  /** All figures now. Metrics that nothing was noted of are left out. */
  read(): Promise<readonly MetricRecord[]>;
  /** All figures in Prometheus' text form. */
  prometheus(): Promise<string>;
  readonly registry: Registry;
}

export interface MetricsOptions {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
  /** Takes secrets out of labels. */
  readonly redact: (text: string) => string;
  /** Values that one label may have; default 32. */
  readonly valuesPerLabel?: number;
}

export function createMetrics({ now, redact, valuesPerLabel = 32 }: MetricsOptions): Metrics {
  const registry = new Registry();
  const since = now();
  const bounded = createBoundedLabels(valuesPerLabel);
  const instruments = new Map(
    names.map((name) => [name, createInstrument(METRICS[name], registry)] as const),
  );
  return {
    registry,
    note(metric, value, labels) {
      if (!Number.isFinite(value)) return;
      const form: MetricForm = METRICS[metric];
      const bound = form.labels.map((label, place) => bounded.bound(label, redact(labels[place] ?? "")));
      instruments.get(metric)?.(value, bound);
    },
    async read() {
      const at = now();
      const records = await Promise.all(names.map((name) => readMetric(METRICS[name], registry)));
      return records.flatMap((record) => (record.points.length > 0 ? [{ ...record, since, at }] : []));
    },
    prometheus: () => registry.metrics(),
  };
}

const names = Object.keys(METRICS) as MetricName[];

type Note = (value: number, labels: readonly string[]) => void;

function createInstrument(form: MetricForm, registry: Registry): Note {
  const labelNames = form.labels.map(toPrometheus);
  const given = { name: form.prometheus, help: form.help, labelNames, registers: [registry] };
  if (form.kind === "counter") {
    const counter = new Counter(given);
    return (value, labels) => value >= 0 && counter.labels(...labels).inc(value);
  }
  if (form.kind === "gauge") {
    const gauge = new Gauge(given);
    return (value, labels) => gauge.labels(...labels).set(value);
  }
  const histogram = new Histogram({ ...given, buckets: [...(form.buckets ?? [])] });
  return (value, labels) => histogram.labels(...labels).observe(value);
}

const toPrometheus = (label: string) => label.replaceAll(".", "_");

async function readMetric(form: MetricForm, registry: Registry): Promise<Omit<MetricRecord, "since" | "at">> {
  const metric = registry.getSingleMetric(form.prometheus);
  const { values } = (await metric?.get()) ?? { values: [] };
  const points =
    form.kind === "histogram" ? histogramPoints(values, form) : values.map((one) => point(one, form));
  const { name, kind, unit, help } = form;
  return { name, kind, unit, help, points };
}

interface PrometheusValue {
  readonly labels: Partial<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

const point = ({ labels, value }: PrometheusValue, form: MetricForm): MetricPoint => ({
  labels: toLabels(labels, form),
  value,
});

/** Labels that say nothing are left out, as OpenTelemetry has them. */
function toLabels(labels: PrometheusValue["labels"], form: MetricForm): Record<string, string> {
  const entries = form.labels.map((name) => [name, String(labels[toPrometheus(name)] ?? "")] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ""));
}

/** Prometheus tells buckets one by one, each with all those below. */
function histogramPoints(values: readonly PrometheusValue[], form: MetricForm): MetricPoint[] {
  const { buckets = [] } = form;
  const series = Map.groupBy(values, ({ labels }) => JSON.stringify(toLabels(labels, form)));
  return [...series.values()].map((all) => {
    const figure = (suffix: string) => all.find(({ metricName }) => metricName?.endsWith(suffix))?.value ?? 0;
    const upTo = all.filter(({ metricName }) => metricName?.endsWith("_bucket")).map(({ value }) => value);
    const counts = upTo.map((value, place) => value - (upTo[place - 1] ?? 0));
    const histogram = { count: figure("_count"), bounds: buckets, counts };
    return { labels: toLabels(all[0]?.labels ?? {}, form), value: figure("_sum"), histogram };
  });
}
