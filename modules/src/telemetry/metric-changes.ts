import type { MetricPoint, MetricRecord } from "./metric-record.ts";

/** Turns sums since the start into what was added since the last call, for services that add up themselves. */
export function createMetricChanges(): (metrics: readonly MetricRecord[]) => readonly MetricRecord[] {
  const last = new Map<string, MetricPoint>();
  let since: number | undefined;
  return (metrics) => {
    const changed = metrics.flatMap((metric) => {
      if (metric.kind === "gauge") return [metric];
      const points = metric.points.flatMap((point) => {
        const key = `${metric.name} ${JSON.stringify(point.labels)}`;
        const change = changeOf(point, last.get(key));
        last.set(key, point);
        return change ? [change] : [];
      });
      return points.length > 0 ? [{ ...metric, points, since: since ?? metric.since }] : [];
    });
    since = metrics[0]?.at ?? since;
    return changed;
  };
}

/** Undefined when nothing was added. */
function changeOf(now: MetricPoint, before: MetricPoint | undefined): MetricPoint | undefined {
  const value = now.value - (before?.value ?? 0);
  if (!now.histogram) return value === 0 ? undefined : { labels: now.labels, value };
  const { count, bounds, counts } = now.histogram;
  const added = count - (before?.histogram?.count ?? 0);
  if (added === 0) return undefined;
  const inBuckets = counts.map((one, place) => one - (before?.histogram?.counts[place] ?? 0));
  return { labels: now.labels, value, histogram: { count: added, bounds, counts: inBuckets } };
}
