import type { Period } from "./fixed-window.ts";

export const TOKEN_QUOTA_PERIODS = ["Hourly", "Daily", "Weekly", "Monthly", "Yearly"] as const;

export type TokenQuotaPeriod = (typeof TOKEN_QUOTA_PERIODS)[number];

const DAY_MS = 86_400_000;

/** The present period of a token quota: UTC time cut to the hour, day, week (from Monday), month or year. */
export function calendarPeriod(period: TokenQuotaPeriod, now: number): Period {
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  if (period === "Hourly") return lasting(Math.floor(now / 3_600_000) * 3_600_000, 3_600_000);
  if (period === "Daily") return lasting(midnight, DAY_MS);
  if (period === "Weekly") return lasting(midnight - ((date.getUTCDay() + 6) % 7) * DAY_MS, 7 * DAY_MS);
  if (period === "Monthly") return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
  return { start: Date.UTC(year, 0), end: Date.UTC(year + 1, 0) };
}

/** The present one of equal periods that follow each other from `firstStart` on; of length 0 it never ends. */
export function repeatedPeriod(lengthMs: number, firstStart: number, now: number): Period {
  if (lengthMs === 0) return { start: firstStart, end: Number.POSITIVE_INFINITY };
  return lasting(firstStart + Math.floor((now - firstStart) / lengthMs) * lengthMs, lengthMs);
}

function lasting(start: number, lengthMs: number): Period {
  return { start, end: start + lengthMs };
}
