import type { TokenPrice } from "../catalog/catalog.ts";
import type { Usage } from "../chat/stream-part.ts";
import { answerCostUsd } from "./answer-cost.ts";

/** What has to be known of a model to hold it against another. */
export interface PricedModel {
  readonly name: string;
  readonly usdPerMillion?: TokenPrice | undefined;
  readonly capabilities: readonly string[];
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  /** 0 to 1, by one measure for all; undefined when nobody measured it. */
  readonly quality?: number | undefined;
}

export interface AlternativesOptions {
  /** Tokens to pay for: of one call, or of all in a month. */
  readonly usage: Usage;
  /** What the model must be able to do. Default: nothing beyond writing. */
  readonly needs?: readonly string[];
  /** Most tokens of one prompt and its answer. Default: fits everywhere. */
  readonly longestCallTokens?: number;
  /** Least quality; models of unknown quality are then left out. */
  readonly minQuality?: number;
}

export interface Alternative {
  readonly name: string;
  readonly costUsd: number;
  readonly savedUsd: number;
  /** 0 to 1 of what the present model costs. */
  readonly savedShare: number;
  readonly quality: number | undefined;
}

/**
 * Models that would do the same calls for less, cheapest first; of two at one price the better. None when the present model's
 * price is unknown. The same token counts are taken for all: vocabularies differ by some per cent.
 */
export function cheaperAlternatives(
  present: Pick<PricedModel, "name" | "usdPerMillion">,
  models: readonly PricedModel[],
  { usage, needs = [], longestCallTokens = 0, minQuality }: AlternativesOptions,
): Alternative[] {
  const presentUsd = answerCostUsd(present, usage);
  if (presentUsd === undefined) return [];
  const fits = ({ name, capabilities, contextTokens, quality }: PricedModel) =>
    name !== present.name &&
    contextTokens >= longestCallTokens &&
    needs.every((need) => capabilities.includes(need)) &&
    (minQuality === undefined || (quality !== undefined && quality >= minQuality));
  return models
    .filter(fits)
    .flatMap((model): Alternative[] => {
      const costUsd = answerCostUsd(model, usage);
      if (costUsd === undefined || costUsd >= presentUsd) return [];
      const savedUsd = presentUsd - costUsd;
      return [
        { name: model.name, costUsd, savedUsd, savedShare: savedUsd / presentUsd, quality: model.quality },
      ];
    })
    .sort((a, b) => a.costUsd - b.costUsd || (b.quality ?? 0) - (a.quality ?? 0));
}
