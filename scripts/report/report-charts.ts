import { renderChart } from "../../modules/src/notebook/chart.ts";
import { formatMs, formatNumber, formatUsd } from "../../modules/src/notebook/format-value.ts";
import { barX, barY, dot, ruleX, ruleY, text } from "../../modules/src/notebook/marks.ts";
import { palette } from "../../modules/src/notebook/palette.ts";
import type { Kpi } from "../../modules/src/telemetry/index.ts";
import type { Money } from "./report-sections.ts";
import type { TimeBucket, TimeBuckets } from "./time-buckets.ts";

/** What was paid, in its parts, above what the model of comparison would have cost. */
export function moneyChart(money: Money, baseline: string, isPaid: boolean): string | undefined {
  if (money.requests === 0 || money.baselineUsd + money.costUsd === 0) return undefined;
  const all = `all by ${baseline}`;
  const parts = [
    { way: "as routed", part: "answers", usd: money.answersUsd },
    { way: "as routed", part: "for nothing", usd: money.wastedUsd },
    { way: "as routed", part: "the choice itself", usd: money.routingUsd },
  ];
  let from = 0;
  const stacked = parts.map((part) => {
    const bar = { ...part, from, to: from + part.usd };
    from = bar.to;
    return bar;
  });
  const bars = [{ way: all, part: "comparison", from: 0, to: money.baselineUsd }, ...stacked];
  const totals = [
    { way: "as routed", usd: money.costUsd, note: formatUsd(money.costUsd) },
    { way: all, usd: money.baselineUsd, note: formatUsd(money.baselineUsd) },
  ];
  const share = (usd: number) =>
    money.costUsd > 0 ? ` (${((100 * usd) / money.costUsd).toFixed(1)} %)` : "";
  return renderChart({
    title: "What it cost",
    caption: `${formatNumber(money.requests)} requests, ${formatUsd(money.costUsd)} in all: answers ${formatUsd(money.answersUsd)}, for nothing ${formatUsd(money.wastedUsd)}${share(money.wastedUsd)}, the choice itself ${formatUsd(money.routingUsd)}${share(money.routingUsd)}.${isPaid ? "" : " At list prices; nothing of it was paid."}`,
    height: 110,
    marginTop: 8,
    marginLeft: 24 + 7 * all.length,
    marginRight: 80,
    x: { label: "US dollars", grid: true, ticks: 5 },
    y: { label: null, domain: ["as routed", all], tickSize: 0 },
    marks: [
      barX(bars, { y: "way", x1: "from", x2: "to", fill: "part", insetTop: 4, insetBottom: 4 }),
      text(totals, { y: "way", x: "usd", text: "note", textAnchor: "start", dx: 6 }),
      ruleX([0]),
    ],
  });
}

/** Most words that fit under a chart of this width. */
const MOST_TICKS = 7;

/** Who answered, over time. */
export function timeChart({ each, buckets }: TimeBuckets): string | undefined {
  if (buckets.length < 2) return undefined;
  const bars = buckets.flatMap(stack).filter(({ from, to }) => to > from);
  const step = Math.ceil(buckets.length / MOST_TICKS);
  return renderChart({
    title: `Who answered, each ${each}`,
    caption: "UTC. No model: from the cache, failed, refused or left.",
    height: 226,
    marginTop: 28,
    marginLeft: 52,
    x: {
      label: null,
      domain: buckets.map(({ name }) => name),
      ticks: buckets.filter((_, place) => place % step === 0).map(({ name }) => name),
      padding: 0.15,
    },
    y: { label: "requests", grid: true, ticks: 5, nice: true },
    marks: [barY(bars, { x: "name", y1: "from", y2: "to", fill: "who" }), ruleY([0])],
  });
}

function stack({ name, local, cloud, others }: TimeBucket) {
  return [
    { name, who: "local", from: 0, to: local },
    { name, who: "cloud", from: local, to: local + cloud },
    { name, who: "no model", from: local + cloud, to: local + cloud + others },
  ];
}

/** Only whole powers and their doubles and halves: others would run into each other. */
const sayTick = (seconds: number) => (/^[125]/.test(seconds.toExponential()) ? formatMs(seconds * 1000) : "");

/** P50, P95 and P99 of each tier, on an axis where each step is a multiple. */
export function latencyChart(kpis: readonly Kpi[]): string | undefined {
  const figures = kpis.find(({ name }) => name === "latency")?.figures ?? [];
  const dots = figures.flatMap(({ of = "", value, n }) => {
    const [, tier = "", quantile = ""] = /^(.+) (P\d+)$/.exec(of) ?? [];
    const isWhole = tier !== "" && !tier.endsWith("first text");
    // A logarithm of nothing has no place.
    return isWhole && value !== undefined && value > 0
      ? [{ tier: `${tier} (${formatNumber(n)})`, quantile, seconds: value }]
      : [];
  });
  if (dots.length === 0) return undefined;
  const tiers = [...Map.groupBy(dots, ({ tier }) => tier)].map(([tier, own]) => ({
    tier,
    from: Math.min(...own.map(({ seconds }) => seconds)),
    to: Math.max(...own.map(({ seconds }) => seconds)),
  }));
  return renderChart({
    title: "How long an answer took",
    caption:
      "From question to end, by who answered (number of answers). Each step of the axis is a multiple.",
    height: 38 + 34 * tiers.length,
    marginTop: 8,
    marginBottom: 24,
    x: { label: null, type: "log", grid: true, ticks: 4, nice: true, tickFormat: sayTick },
    y: { label: null, type: "point", domain: tiers.map(({ tier }) => tier), tickSize: 0, padding: 0.6 },
    marks: [
      ruleY(tiers, { y: "tier", x1: "from", x2: "to", stroke: palette.neutral, strokeWidth: 2 }),
      dot(dots, { x: "seconds", y: "tier", fill: "quantile", stroke: "quantile", symbol: "quantile", r: 5 }),
    ],
  });
}
