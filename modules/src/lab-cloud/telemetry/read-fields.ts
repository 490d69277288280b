import { isObject, readTimespan, type Value } from "./kql/value.ts";

type Fields = Readonly<Record<string, Value>>;

export const textOf = (value: Value | undefined): string =>
  typeof value === "string" ? value : value === null || value === undefined ? "" : String(value);

export const numberOf = (value: Value | undefined): number | null =>
  typeof value === "number" ? value : null;

export const fieldsOf = (value: Value | undefined): Fields => (isObject(value) ? value : {});

export const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);

/** Milliseconds of `00.00:00:01.500`. */
export function durationOf(value: Value | undefined): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" ? (readTimespan(value) ?? null) : null;
}

const SEVERITIES = ["Verbose", "Information", "Warning", "Error", "Critical"];

/** 0 (verbose) to 4 (critical), sent as a number or as a word. */
export function severityOf(value: Value | undefined): number | null {
  if (typeof value === "number") return value;
  const level = SEVERITIES.indexOf(textOf(value));
  return level < 0 ? null : level;
}

const BUCKETS: readonly (readonly [belowMs: number, name: string])[] = [
  [250, "<250ms"],
  [500, "250ms-500ms"],
  [1000, "500ms-1sec"],
  [3000, "1sec-3sec"],
  [7000, "3sec-7sec"],
  [15_000, "7sec-15sec"],
  [30_000, "15sec-30sec"],
  [60_000, "30sec-1min"],
  [120_000, "1min-2min"],
  [300_000, "2min-5min"],
];

export function bucketOf(durationMs: number | null): string {
  if (durationMs === null) return "";
  return BUCKETS.find(([below]) => durationMs < below)?.[1] ?? ">=5min";
}

/** How many items one stands for, where only a share is sent. */
export function itemCountOf(sampleRate: number | undefined): number {
  return sampleRate === undefined ? 1 : Math.max(1, Math.round(100 / sampleRate));
}
