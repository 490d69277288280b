import type { Catalog, Model } from "../../modules/src/catalog/catalog.ts";
import { nearestName } from "../../modules/src/config/nearest-name.ts";
import { answerCostUsd } from "../../modules/src/cost/answer-cost.ts";
import { countUsage } from "../../modules/src/cost/count-usage.ts";
import type { AnswerCosts } from "../../modules/src/evaluation/evaluate-outcomes.ts";
import type { ScoredRow } from "../../modules/src/evaluation/scored-row.ts";
import { UsageError } from "../notebooks/run-command.ts";

export interface PricedModels {
  /** Absent: a model on this machine, which costs no money. */
  readonly weak: Model | undefined;
  readonly strong: Model;
  readonly answerTokens: number;
  /** Day on which the prices were read. */
  readonly checked: string;
}

/** What answers cost, and in one sentence where that is from. */
export interface Costs {
  readonly source: string;
  readonly of: (row: ScoredRow) => AnswerCosts;
}

/** @throws UsageError when there is no such model or no price of it. */
export function pricedModel(name: string, catalog: Catalog): Model {
  const model = catalog.model(name);
  if (model?.usdPerMillion) return model;
  const known = catalog.models.filter(({ usdPerMillion }) => usdPerMillion).map((one) => one.name);
  const near = nearestName(name, known);
  throw new UsageError(
    model
      ? `There is no dated price of ${name}. With one: ${known.join(", ")}.`
      : `There is no model "${name}". ${near ? `Did you mean ${near}?` : `With a price there are: ${known.join(", ")}.`}`,
  );
}

/** What the rows say their answers cost, when all say it; else list prices. */
export async function costsOf(rows: readonly ScoredRow[], models: PricedModels): Promise<Costs> {
  const said = new Map(rows.map((row) => [row, ownCosts(row)]));
  if (rows.every((row) => said.get(row)))
    return { source: "Costs are those that the rows carry.", of: (row) => said.get(row) ?? NO_COSTS };
  return await listCosts(rows, models);
}

const NO_COSTS: AnswerCosts = { weakUsd: Number.NaN, strongUsd: Number.NaN };

function ownCosts({ outcome }: ScoredRow): AnswerCosts | undefined {
  const { weakCostUsd: weakUsd, strongCostUsd: strongUsd } = outcome ?? {};
  return weakUsd === undefined || strongUsd === undefined ? undefined : { weakUsd, strongUsd };
}

async function listCosts(rows: readonly ScoredRow[], models: PricedModels): Promise<Costs> {
  const { weak, strong, answerTokens, checked } = models;
  const costs = new Map<ScoredRow, AnswerCosts>();
  for (const row of rows) {
    const { promptTokens } = await countUsage([{ role: "user", content: row.prompt }], "", "o200k");
    const usage = { promptTokens, completionTokens: answerTokens };
    const priceOf = (model: Model) => answerCostUsd(model, usage) ?? Number.NaN;
    costs.set(row, { weakUsd: weak ? priceOf(weak) : 0, strongUsd: priceOf(strong) });
  }
  const weakSaid = weak ? describe(weak) : "on this machine, free of charge";
  return {
    source: `Costs are list prices read ${checked}: strong ${describe(strong)}, weak ${weakSaid}; prompts counted by the o200k vocabulary, ${answerTokens} tokens of answer assumed.`,
    of: (row) => costs.get(row) ?? NO_COSTS,
  };
}

const describe = ({ name, usdPerMillion }: Model) =>
  `${name} (${usdPerMillion?.input} and ${usdPerMillion?.output} USD a million tokens)`;
