import type { BudgetPeriod } from "./budget.ts";

/** From `startsAt` until before `endsAt`, in milliseconds since 1970-01-01 UTC. */
export interface Span {
  readonly startsAt: number;
  /** `Infinity` for `total`. */
  readonly endsAt: number;
}

/** The period of the UTC calendar that a time lies in. */
export function spanOf(period: BudgetPeriod, at: number): Span {
  const day = new Date(at);
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  switch (period) {
    case "hour": {
      const startsAt = Date.UTC(year, month, date, day.getUTCHours());
      return { startsAt, endsAt: startsAt + 3_600_000 };
    }
    case "day":
      return { startsAt: Date.UTC(year, month, date), endsAt: Date.UTC(year, month, date + 1) };
    case "month":
      return { startsAt: Date.UTC(year, month), endsAt: Date.UTC(year, month + 1) };
    case "total":
      return { startsAt: 0, endsAt: Number.POSITIVE_INFINITY };
  }
}
