import type { MetricForm } from "./metric-form.ts";
import type { MetricPoint } from "./metric-record.ts";

/** One time series. */
export interface Series {
  note(value: number): void;
  /** Its point now; labels that say nothing are left out, as OpenTelemetry has them. */
  read(labels: readonly string[]): MetricPoint;
}

/** A series of a metric with these values of its labels. */
export function createSeries({ kind, buckets = [] }: MetricForm, values: readonly string[]): Series {
  const counts = new Array<number>(buckets.length + 1).fill(0);
  let count = 0;
  let sum = 0;
  return {
    note(value) {
      sum = kind === "gauge" ? value : sum + value;
      if (kind !== "histogram") return;
      count++;
      let place = 0;
      while (value > (buckets[place] ?? Number.POSITIVE_INFINITY)) place++;
      counts[place] = (counts[place] ?? 0) + 1;
    },
    read(names) {
      const pairs = names.flatMap((name, place) => (values[place] ? [[name, values[place]] as const] : []));
      const labels: Record<string, string> = Object.fromEntries(pairs);
      if (kind !== "histogram") return { labels, value: sum };
      return { labels, value: sum, histogram: { count, bounds: buckets, counts: [...counts] } };
    },
  };
}
