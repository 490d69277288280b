import type { Catalog, Model, TokenPrice } from "../catalog/catalog.ts";
import type { Usage } from "../chat/stream-part.ts";
import { SettingsError } from "../core/errors.ts";
import { answerCostUsd } from "./answer-cost.ts";

/** A list price, from a day on. */
export interface DatedPrice {
  readonly model: string;
  /** ISO date, from midnight UTC. */
  readonly from: string;
  readonly usdPerMillion: TokenPrice;
  /** Where it was read. */
  readonly source?: string;
}

export interface PriceAt extends DatedPrice {
  /** The time lies before the first price that is known: that one is taken. */
  readonly assumed: boolean;
}

/** Prices with the days from which they hold. */
export interface PriceList {
  /** @param at Milliseconds since 1970-01-01 UTC. */
  priceAt(model: string, at: number): PriceAt | undefined;
  /** US dollars that tokens cost at that time; `undefined` when no price is known. */
  costUsd(model: string, usage: Usage, at: number): number | undefined;
}

/** @throws SettingsError with a line for each price that cannot be. */
export function createPriceList(prices: readonly DatedPrice[]): PriceList {
  const problems = prices.flatMap(problemsOf);
  if (problems.length > 0) throw new SettingsError(problems, "Correct the price list.");
  const byModel = Map.groupBy(prices, ({ model }) => model);
  for (const list of byModel.values()) list.sort((a, b) => Date.parse(b.from) - Date.parse(a.from));

  function priceAt(model: string, at: number): PriceAt | undefined {
    const list = byModel.get(model) ?? [];
    const holds = list.find(({ from }) => Date.parse(from) <= at);
    const price = holds ?? list.at(-1);
    return price && { ...price, assumed: holds === undefined };
  }
  return {
    priceAt,
    costUsd(model, usage, at) {
      const price = priceAt(model, at);
      return price && answerCostUsd(price, usage);
    },
  };
}

/** A catalog's prices, each from the day on which it was read. */
export function pricesOfCatalog(catalog: Pick<Catalog, "models" | "prices">): DatedPrice[] {
  return catalog.models.flatMap(({ name, usdPerMillion, priceReading }: Model) => {
    const { checked, source } = priceReading ?? catalog.prices;
    return usdPerMillion ? [{ model: name, from: checked, usdPerMillion, source }] : [];
  });
}

function problemsOf(
  { model, from, usdPerMillion }: DatedPrice,
  place: number,
  all: readonly DatedPrice[],
): string[] {
  const where = `prices[${place}] (${model})`;
  const { input, output } = usdPerMillion;
  const twice = all.findIndex((other) => other.model === model && other.from === from) < place;
  return [
    ...(/^\d{4}-\d\d-\d\d$/.test(from) && !Number.isNaN(Date.parse(from))
      ? []
      : [`${where}: from must be a date such as 2026-11-21, not ${from}.`]),
    ...(input >= 0 && output >= 0 && Number.isFinite(input + output)
      ? []
      : [`${where}: input and output must be 0 or more US dollars.`]),
    ...(twice ? [`${where}: there is another price from ${from}.`] : []),
  ];
}
