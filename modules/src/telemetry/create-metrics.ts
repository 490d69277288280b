import { createBoundedLabels } from "./bounded-labels.ts";
import type { MetricForm } from "./metric-form.ts";
import type { MetricRecord } from "./metric-record.ts";
import { createSeries, type Series } from "./metric-series.ts";
import { METRICS, type MetricName } from "./metric-table.ts";
import { toPrometheusText } from "./prometheus-text.ts";

/** Counts. Prometheus, OTLP and Azure Monitor read the same figures. */
export interface Metrics {
  /** Adds to a counter, sets a gauge, or observes in a histogram. Labels in the order of the metric's form; empty ones say nothing. */
  note(metric: MetricName, value: number, labels: readonly string[]): void;
  /** Calls `note` before figures are read, for what has a value at any time: how many wait, what is open. */
  beforeRead(measure: () => void): void;
  /** All figures now. Metrics that nothing was noted of are left out. */
  read(): readonly MetricRecord[];
  /** All figures in Prometheus' text form. */
  prometheus(): string;
}

export interface MetricsOptions {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number;
  /** Takes secrets out of labels. */
  readonly redact: (text: string) => string;
  /** Values that one label may have; default 64. */
  readonly valuesPerLabel?: number;
}

/** The series of one metric, found by one label after the other: no text is put together where a figure is noted. */
class LabelTree {
  series: Series | undefined;
  readonly #below = new Map<string, LabelTree>();
  #lastLabel: string | undefined;
  #last: LabelTree | undefined;

  find(labels: readonly string[], depth: number): Series | undefined {
    let place: LabelTree | undefined = this;
    for (let at = 0; place && at < depth; at++) place = place.#step(labels[at] ?? "");
    return place?.series;
  }

  /** Most requests have the labels of the one before: no look into the map for those. */
  #step(label: string): LabelTree | undefined {
    if (label === this.#lastLabel) return this.#last;
    const place = this.#below.get(label);
    if (place) {
      this.#lastLabel = label;
      this.#last = place;
    }
    return place;
  }

  /** The place of these labels, made if need be. */
  grow(labels: readonly string[]): LabelTree {
    let place: LabelTree = this;
    for (const label of labels) {
      const next: LabelTree = place.#below.get(label) ?? new LabelTree();
      place.#below.set(label, next);
      place = next;
    }
    return place;
  }
}

interface Kept {
  readonly form: MetricForm;
  readonly tree: LabelTree;
  readonly series: Series[];
}

/** Own code where a library would do, as it is asked two dozen times for each request. */
export function createMetrics({ now, redact, valuesPerLabel = 64 }: MetricsOptions): Metrics {
  const since = now();
  const bounded = createBoundedLabels(valuesPerLabel);
  const measures: (() => void)[] = [];
  const metrics = new Map(
    names.map((name): [MetricName, Kept] => [
      name,
      { form: METRICS[name], tree: new LabelTree(), series: [] },
    ]),
  );
  /** Only labels within their bounds get a place: what comes beyond them is looked up anew each time. */
  const open = ({ form, tree, series }: Kept, given: readonly string[]): Series => {
    const labels = form.labels.map((label, place) => bounded.bound(label, redact(given[place] ?? "")));
    const place = tree.grow(labels);
    if (!place.series) {
      place.series = createSeries(form, labels);
      series.push(place.series);
    }
    return place.series;
  };
  const read = (): readonly MetricRecord[] => {
    for (const measure of measures) measure();
    const at = now();
    return [...metrics.values()].flatMap(({ form, series }) => {
      const { name, kind, unit, help, labels } = form;
      const points = series.map((one) => one.read(labels));
      return points.length > 0 ? [{ name, kind, unit, help, points, since, at }] : [];
    });
  };
  return {
    note(metric, value, labels) {
      const kept = metrics.get(metric);
      if (!kept || !Number.isFinite(value) || (kept.form.kind === "counter" && value < 0)) return;
      const series = kept.tree.find(labels, kept.form.labels.length) ?? open(kept, labels);
      series.note(value);
    },
    beforeRead: (measure) => void measures.push(measure),
    read,
    prometheus: () => toPrometheusText(read()),
  };
}

const names = Object.keys(METRICS) as MetricName[];
