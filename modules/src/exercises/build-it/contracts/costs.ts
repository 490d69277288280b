/** Your file exports `createCosts: CreateCosts`. */
export type CreateCosts = (options: CostsInput) => Costs;

export interface CostsInput {
  /** US dollars for a thousand tokens, by model. */
  readonly prices: Readonly<Record<string, { readonly input: number; readonly output: number }>>;
  readonly limitUsd: number;
}

export interface Costs {
  /** US dollars. Throws an Error for a model without a price, and for tokens that are no whole number of 0 or more. */
  costOf(model: string, inputTokens: number, outputTokens: number): number;
  /** Sets aside the most that a call can cost; undefined when what is spent and set aside leaves no room for it. */
  reserve(mostUsd: number): Reserved | undefined;
  /** What was settled so far, US dollars. */
  spentUsd(): number;
  /** Models that cost less for these tokens, cheapest first. */
  cheaperThan(model: string, inputTokens: number, outputTokens: number): readonly string[];
  /** What the next day will cost, from those before it, oldest first. A steady rise goes on. */
  forecast(dailyUsd: readonly number[]): number;
}

/** The first of both counts, whatever comes after. */
export interface Reserved {
  /** The call was made and cost this; the rest is free again. */
  settle(costUsd: number): void;
  /** The call was not made. */
  release(): void;
}
