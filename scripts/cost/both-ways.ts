import type { Catalog, Model } from "../../modules/src/catalog/catalog.ts";
import { modelDeployments } from "../../modules/src/catalog/model-deployments.ts";
import type { Usage } from "../../modules/src/chat/stream-part.ts";
import { answerCostUsd } from "../../modules/src/cost/answer-cost.ts";

/** What one model of dual mode costs. */
export interface BothWaysRow {
  readonly model: string;
  readonly publisher: string;
  /** For 1000 calls; undefined where the catalog has no dated price. It has one for both ways. */
  readonly usdPerThousand: number | undefined;
  /** Day on which the price was read. */
  readonly checked: string;
  readonly source: string;
}

export interface BothWaysReport {
  /** Tokens of one call. */
  readonly usage: Usage;
  readonly rows: readonly BothWaysRow[];
}

/** What the fourteen models of dual mode cost at the catalog's prices. */
export function reportBothWays({ models, prices }: Catalog, usage: Usage): BothWaysReport {
  const rows = modelDeployments.map(({ model, publisher }) => {
    const known = models.find(({ name }) => name === model);
    const { checked, source } = known?.priceReading ?? prices;
    return { model, publisher, usdPerThousand: known && costOfThousand(known, usage), checked, source };
  });
  return { usage, rows };
}

function costOfThousand(model: Model, usage: Usage): number | undefined {
  const usd = answerCostUsd(model, usage);
  return usd === undefined ? undefined : usd * 1000;
}

export function bothWaysLines({ usage, rows }: BothWaysReport): string[] {
  const { promptTokens, completionTokens } = usage;
  return [
    `1000 calls of ${promptTokens} tokens of prompt and ${completionTokens} of answer, in US dollars at list prices:`,
    "",
    "| model | publisher | direct | through Azure | read |",
    "| --- | --- | ---: | ---: | --- |",
    ...rows.map(({ model, publisher, usdPerThousand, checked, source }) => {
      const usd = usdPerThousand?.toFixed(2) ?? "unknown";
      return `| ${model} | ${publisher} | ${usd} | ${usd} | ${usd === "unknown" ? "" : `${checked}, ${source}`} |`;
    }),
    "",
    "Both are the same because the catalog has one price for a model and adds no surcharge for Azure: it is not shown by this that Azure",
    "bills the same. A resource alone costs nothing more there; a gateway, logs and private networks do, and are not in these figures.",
    "What was billed: az consumption usage list --start-date DAY --end-date DAY, beside npm run cost -- ledger --file FILE --by model.",
  ];
}
