import type { Model } from "../catalog/catalog.ts";
import type { Usage } from "../chat/stream-part.ts";

const MILLION = 1_000_000;

/** US dollars that `usage` costs at the model's list price; `undefined` when that is unknown. */
export function answerCostUsd(model: Pick<Model, "usdPerMillion">, usage: Usage): number | undefined {
  if (!model.usdPerMillion) return undefined;
  const { input, output } = model.usdPerMillion;
  return (usage.promptTokens * input + usage.completionTokens * output) / MILLION;
}
