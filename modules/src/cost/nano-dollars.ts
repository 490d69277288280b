/** Billionths of a US dollar: whole numbers, so that sums come out the same in any order. Exact up to nine million dollars. */
export type NanoDollars = number;

const NANOS = 1_000_000_000;

/** The nearest billionth. */
export const toNanos = (usd: number): NanoDollars => Math.round(usd * NANOS);

/** Never less than `usd`, for what is set aside. */
export function toNanosAtLeast(usd: number): NanoDollars {
  const nearest = toNanos(usd);
  // 0.07 * 1e9 is a hair above 70000000, which must not become one billionth more.
  return Math.abs(usd * NANOS - nearest) < 1e-6 ? nearest : Math.ceil(usd * NANOS);
}

export const toUsd = (nanos: NanoDollars): number => nanos / NANOS;
