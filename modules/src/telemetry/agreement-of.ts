import type { LedgerSums } from "../cost/ledger.ts";
import { sumOf } from "./kpi-interval.ts";
import { type KpiRow, kpiRows } from "./kpi-row.ts";
import type { MetricRecord } from "./metric-record.ts";
import { METRICS, type MetricName } from "./metric-table.ts";
import type { SpanRecord } from "./span-record.ts";
import { spentOf } from "./spending-spans.ts";

/** One sum, counted three times. Undefined where that source does not have it. */
export interface Agreement {
  readonly figure: "answers" | "cost" | "tokens";
  readonly spans: number;
  readonly metrics: number;
  readonly ledger: number | undefined;
  /** All that have it say the same, to a billionth of a dollar. */
  readonly agrees: boolean;
}

/** Holds spans, metrics and ledger of the same time against each other: where they differ, one of them lost something. */
export function agreementOf(sources: {
  readonly spans: readonly SpanRecord[];
  readonly metrics: readonly MetricRecord[];
  /** Of the same requests: `ledger.summary()`. */
  readonly ledger: LedgerSums;
}): readonly Agreement[] {
  const { metrics, ledger } = sources;
  const rows = kpiRows(sources.spans);
  const spent = spentOf(sources.spans);
  const total = (of: (row: KpiRow) => number) => sumOf(rows.map(of));
  const tokens = metricSum(metrics, "tokenUsage") + metricSum(metrics, "wasted");
  const isAnswer = ({ outcome }: KpiRow) => outcome === "answered" || outcome === "cached";
  const answers = metricSum(
    metrics,
    "decisions",
    (labels) => labels["hybrid.outcome"] === "answered" || labels["hybrid.outcome"] === "cached",
  );
  return [
    agreement(
      "answers",
      total((row) => Number(isAnswer(row))),
      answers,
      undefined,
    ),
    agreement(
      "cost",
      total(({ costUsd = 0 }) => costUsd) + spent.costUsd,
      metricSum(metrics, "cost"),
      ledger.costUsd,
    ),
    agreement(
      "tokens",
      total((row) => row.tokens) + spent.tokens,
      tokens,
      ledger.promptTokens + ledger.completionTokens,
    ),
  ];
}

const CLOSE = 1e-9;

function agreement(
  figure: Agreement["figure"],
  spans: number,
  metrics: number,
  ledger: number | undefined,
): Agreement {
  const isClose = (value: number | undefined) => value === undefined || Math.abs(value - spans) <= CLOSE;
  return { figure, spans, metrics, ledger, agrees: isClose(metrics) && isClose(ledger) };
}

function metricSum(
  metrics: readonly MetricRecord[],
  name: MetricName,
  fits: (labels: Readonly<Record<string, string>>) => boolean = () => true,
): number {
  const points = metrics.find((metric) => metric.name === METRICS[name].name)?.points ?? [];
  return sumOf(points.flatMap(({ labels, value }) => (fits(labels) ? value : [])));
}
