import type { ReportRow } from "./report-row.ts";

/** Requests that began within one hour, day or week. */
export interface TimeBucket {
  /** `2026-03-02`, `03-02 14:00`, in UTC. */
  readonly name: string;
  readonly local: number;
  readonly cloud: number;
  /** From the cache, failed, refused, cancelled. */
  readonly others: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

export interface TimeBuckets {
  readonly each: "hour" | "day" | "week";
  readonly buckets: readonly TimeBucket[];
}

/** All from the first request to the last, empty ones too: hours of up to two days, days of up to three months, else weeks. */
export function timeBuckets(rows: readonly ReportRow[]): TimeBuckets {
  const times = rows.map(({ at }) => at);
  const first = times.reduce((least, at) => Math.min(least, at), Infinity);
  const last = times.reduce((most, at) => Math.max(most, at), -Infinity);
  const [each, ms] = sizeFor(last - first);
  const placeOf = (at: number) => Math.floor(at / ms);
  const groups = Map.groupBy(rows, ({ at }) => placeOf(at));
  const places = Array.from(
    { length: rows.length === 0 ? 0 : placeOf(last) - placeOf(first) + 1 },
    (_, place) => placeOf(first) + place,
  );
  return {
    each,
    buckets: places.map((place) => toBucket(nameOf(place * ms, each), groups.get(place) ?? [])),
  };
}

function sizeFor(spanMs: number): readonly [TimeBuckets["each"], number] {
  if (spanMs <= 2 * DAY_MS) return ["hour", HOUR_MS];
  return spanMs <= 92 * DAY_MS ? ["day", DAY_MS] : ["week", WEEK_MS];
}

function nameOf(at: number, each: TimeBuckets["each"]): string {
  const text = new Date(at).toISOString();
  return each === "hour" ? `${text.slice(5, 10)} ${text.slice(11, 16)}` : text.slice(0, 10);
}

function toBucket(name: string, rows: readonly ReportRow[]): TimeBucket {
  const answered = rows.filter(({ outcome }) => outcome === "answered");
  const local = answered.filter(({ tier }) => tier === "local").length;
  return { name, local, cloud: answered.length - local, others: rows.length - answered.length };
}
