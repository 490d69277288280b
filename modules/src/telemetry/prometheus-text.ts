import type { MetricForm } from "./metric-form.ts";
import type { MetricPoint, MetricRecord } from "./metric-record.ts";
import { METRICS } from "./metric-table.ts";

const forms = new Map<string, MetricForm>(Object.values(METRICS).map((form) => [form.name, form]));

/** Figures in Prometheus' text form, version 0.0.4. Every label of a metric is there, so that queries may rely on it. */
export function toPrometheusText(metrics: readonly MetricRecord[]): string {
  return metrics
    .flatMap(({ name, points }) => {
      const form = forms.get(name);
      return form ? [head(form), ...points.flatMap((point) => pointLines(point, form))] : [];
    })
    .map((line) => `${line}\n`)
    .join("");
}

const head = ({ prometheus, help, kind }: MetricForm) =>
  `# HELP ${prometheus} ${help}\n# TYPE ${prometheus} ${kind}`;

function pointLines({ labels, value, histogram }: MetricPoint, form: MetricForm): string[] {
  const { prometheus } = form;
  const pairs = form.labels.map((name) => `${name.replaceAll(".", "_")}="${escaped(labels[name] ?? "")}"`);
  const series = (suffix: string, more: readonly string[] = []) => {
    const all = [...more, ...pairs];
    return `${prometheus}${suffix}${all.length > 0 ? `{${all.join(",")}}` : ""}`;
  };
  if (!histogram) return [`${series("")} ${value}`];
  let below = 0;
  const buckets = histogram.counts.map((count, place) => {
    below += count;
    return `${series("_bucket", [`le="${histogram.bounds[place] ?? "+Inf"}"`])} ${below}`;
  });
  return [...buckets, `${series("_sum")} ${value}`, `${series("_count")} ${histogram.count}`];
}

const escaped = (text: string) =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
