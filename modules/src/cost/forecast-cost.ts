import { LabError } from "../core/errors.ts";
import { createRandom } from "../core/random.ts";
import { dayParts, predictionWeights } from "./prediction-weights.ts";

/** What was spent on a day, as `Ledger.summary({ by: "day" })` gives it. */
export interface DayCost {
  /** ISO date, such as 2026-11-21. */
  readonly day: string;
  readonly costUsd: number;
}

export interface ForecastOptions {
  /** Days to look ahead, from the day after the last one. */
  readonly days: number;
  /** Share of futures inside the interval, 0 to 1. Default 0.9. */
  readonly level?: number;
  readonly seed?: number;
}

export interface CostForecast {
  /** Of all days ahead together, US dollars. */
  readonly totalUsd: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
    readonly level: number;
  };
  readonly days: readonly DayCost[];
  /** Share of futures, 0 to 1, in which the days ahead cost more than this. */
  chanceAbove(usd: number): number;
}

const FUTURES = 2000;
const LEAST_DAYS = 5;
/** What one day brings, the next often brings too: futures are drawn a week at a time. */
const BLOCK = 7;

/**
 * Goes on with the straight line through the past, and from three weeks on with the pattern of its weekdays. The interval is
 * from futures made of what the line left over (residual bootstrap, in weeks from the third on), with the line's own uncertainty:
 * it knows of no change that the past does not show. Days between the first and the last that are missing cost 0.
 * @throws LabError when there are fewer than five days, or a day or cost is none.
 */
export function forecastCost(past: readonly DayCost[], options: ForecastOptions): CostForecast {
  const { days, level = 0.9, seed = 1 } = options;
  const { first, costs } = fillDays(past);
  const weekdays = costs.length >= 3 * BLOCK;
  const known = costs.map((_, place) => dayParts(place, weekdays));
  const ahead = Array.from({ length: days }, (_, place) => dayParts(costs.length + place, weekdays));
  const expected = ahead.map((parts) => Math.max(0, dot(predictionWeights(known, parts), costs)));
  const fitted = known.map((parts) => dot(predictionWeights(known, parts), costs));
  const leftOver = spread(costs, fitted, known[0]?.length ?? 1);
  const weights = predictionWeights(known, sumOfParts(ahead));
  const value = expected.reduce((sum, one) => sum + one, 0);
  const futures = drawFutures({ leftOver, weights, days, random: createRandom(seed) }).map((error) =>
    Math.max(0, value + error),
  );
  const at = (share: number) => futures[Math.round(share * (futures.length - 1))] ?? value;
  return {
    totalUsd: { value, low: at((1 - level) / 2), high: at((1 + level) / 2), level },
    days: expected.map((costUsd, place) => ({ day: dayOf(first + costs.length + place), costUsd })),
    chanceAbove: (usd) => futures.filter((future) => future > usd).length / futures.length,
  };
}

/** What sums of the days ahead would be off by, in rising order. */
function drawFutures(of: {
  readonly leftOver: readonly number[];
  readonly weights: readonly number[];
  readonly days: number;
  readonly random: () => number;
}): Float64Array {
  const { leftOver, weights, days, random } = of;
  const block = leftOver.length >= 2 * BLOCK ? BLOCK : 1;
  const draw = (length: number) => {
    const drawn: number[] = [];
    while (drawn.length < length) {
      const start = Math.floor(random() * leftOver.length);
      for (let step = 0; step < block; step++) drawn.push(leftOver[(start + step) % leftOver.length] ?? 0);
    }
    return drawn.slice(0, length);
  };
  const future = () => draw(days).reduce((sum, one) => sum + one, 0) - dot(weights, draw(weights.length));
  return Float64Array.from({ length: FUTURES }, future).sort();
}

/** What the line leaves over, widened by the figures that the line itself has taken up. */
function spread(costs: readonly number[], fitted: readonly number[], parts: number): number[] {
  const widen = Math.sqrt(costs.length / Math.max(1, costs.length - parts));
  return costs.map((cost, place) => (cost - (fitted[place] ?? 0)) * widen);
}

const sumOfParts = (rows: readonly (readonly number[])[]): number[] =>
  (rows[0] ?? []).map((_, part) => rows.reduce((sum, row) => sum + (row[part] ?? 0), 0));

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, one, at) => sum + one * (b[at] ?? 0), 0);

const DAY_MS = 86_400_000;
const dayOf = (number: number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** Days since 1970 of the first one, and what each from it on cost. */
function fillDays(past: readonly DayCost[]): { readonly first: number; readonly costs: readonly number[] } {
  const numbers = past.map(({ day, costUsd }) => {
    const number = Date.parse(day) / DAY_MS;
    if (!Number.isInteger(number) || !(costUsd >= 0))
      throw unusable(`"${day}" with ${costUsd} is no cost of a day.`);
    return number;
  });
  const first = numbers.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const last = numbers.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  if (!(last - first + 1 >= LEAST_DAYS)) throw unusable(`A forecast needs ${LEAST_DAYS} days at least.`);
  const costs = new Array<number>(last - first + 1).fill(0);
  for (const [place, number] of numbers.entries())
    costs[number - first] = (costs[number - first] ?? 0) + (past[place]?.costUsd ?? 0);
  return { first, costs };
}

const unusable = (message: string) =>
  new LabError(message, {
    code: "FORECAST_UNUSABLE",
    hint: "Give the ledger's sums by day, without the running day.",
  });
