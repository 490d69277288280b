/** One metric: OpenTelemetry's name, Prometheus' name, unit and labels. */
export interface MetricForm {
  /** As OTLP and Azure Monitor get it. */
  readonly name: string;
  /** As Prometheus gets it: base unit in the name, `_total` on counters. */
  readonly prometheus: string;
  readonly kind: "counter" | "gauge" | "histogram";
  /** In UCUM's words: `s`, `{token}`, `1`; `USD` for US dollars. */
  readonly unit: string;
  readonly help: string;
  /** OpenTelemetry's names of its labels; Prometheus has `_` for each dot. */
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

/** Bounds of buckets that the conventions advise, in seconds. */
export const SECONDS = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
/** Prometheus gets the name with `_` for each dot, and with its unit. */
export const histogram = (
  name: string,
  unit: "s" | "{token}" | "1",
  labels: readonly string[],
  buckets: readonly number[],
  help: string,
) =>
  ({
    name,
    prometheus: `${underscored(name)}${unit === "s" ? "_seconds" : ""}`,
    kind: "histogram",
    unit,
    help,
    labels,
    buckets,
  }) as const;

export const counter = (name: string, unit: string, labels: readonly string[], help: string, suffix = "") =>
  ({ name, prometheus: `${underscored(name)}${suffix}_total`, kind: "counter", unit, help, labels }) as const;

export const gauge = (name: string, unit: string, labels: readonly string[], help: string) =>
  ({
    name,
    prometheus: `${underscored(name)}${unit === "s" ? "_seconds" : ""}`,
    kind: "gauge",
    unit,
    help,
    labels,
  }) as const;

const underscored = (name: string) => name.replaceAll(".", "_");
