/** The figures of one metric at one time. */
export interface MetricRecord {
  /** OpenTelemetry's name. */
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly unit: string;
  readonly help: string;
  readonly points: readonly MetricPoint[];
  /** Milliseconds since 1970-01-01 UTC from which counters and histograms count. */
  readonly since: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

/** One series: its labels by OpenTelemetry's names, and its value. */
export interface MetricPoint {
  readonly labels: Readonly<Record<string, string>>;
  /** Of a counter the sum since the start, of a gauge the value; of a histogram the sum of what was observed. */
  readonly value: number;
  readonly histogram?: HistogramPoint;
}

export interface HistogramPoint {
  readonly count: number;
  /** Upper bounds of the buckets; one more bucket lies above the last. */
  readonly bounds: readonly number[];
  /** How many lie in each bucket alone, one more than there are bounds. */
  readonly counts: readonly number[];
}
