import { LabError } from "../../../core/index.ts";
import {
  answerCostUsd,
  cheaperAlternatives,
  createBudget,
  forecastCost,
  type PricedModel,
} from "../../../cost/index.ts";
import type { CreateCosts } from "../contracts/costs.ts";

/** Prompt 3 by the room `cost`. */
export const createCosts: CreateCosts = ({ prices, limitUsd }) => {
  const budget = createBudget({ limits: [{ name: "all", usd: limitUsd, period: "total" }] });
  const account = budget.open({ requestId: "all", tenant: "here", client: "here" });
  const models = Object.entries(prices).map(
    ([name, { input, output }]): PricedModel => ({
      name,
      usdPerMillion: { input: input * 1000, output: output * 1000 },
      capabilities: [],
      contextTokens: Number.POSITIVE_INFINITY,
    }),
  );
  const priced = (name: string) => models.find((one) => one.name === name) ?? refuse(`${name} has no price.`);
  return {
    costOf(model, promptTokens, completionTokens) {
      for (const tokens of [promptTokens, completionTokens])
        if (!Number.isSafeInteger(tokens) || tokens < 0) refuse(`${tokens} is no number of tokens.`);
      return answerCostUsd(priced(model), { promptTokens, completionTokens }) ?? Number.NaN;
    },
    reserve(mostUsd) {
      const reserved = account.reserve(mostUsd);
      return reserved.outcome === "reserved" ? reserved : undefined;
    },
    spentUsd: () => account.spentUsd,
    cheaperThan: (model, promptTokens, completionTokens) =>
      cheaperAlternatives(priced(model), models, { usage: { promptTokens, completionTokens } }).map(
        ({ name }) => name,
      ),
    forecast(dailyUsd) {
      const past = dailyUsd.map((costUsd, day) => ({ day: dayOf(day), costUsd }));
      return forecastCost(past, { days: 1 }).totalUsd.value;
    },
  };
};

const DAY_MS = 86_400_000;
const dayOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);

function refuse(message: string): never {
  throw new LabError(message, { code: "FIGURE_IMPOSSIBLE" });
}
