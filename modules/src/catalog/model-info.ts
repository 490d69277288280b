import type { RegisteredModel } from "./model-registry.ts";

/** A model as clients of `model_config.yaml` read it: prices in US dollars for one thousand tokens, dates in ISO form. */
export interface ModelInfo {
  readonly name: string;
  readonly provider: string;
  readonly capabilities: readonly string[];
  readonly cost_per_1k_input: number;
  readonly cost_per_1k_output: number;
  readonly max_tokens: number;
  readonly latency_ms: number;
  readonly quality_score: number;
  readonly is_available: boolean;
  readonly last_health_check: string | null;
  readonly success_rate: number;
}

/** A price that nobody knows is shown as 0 there; `usdPerMillion` of the model tells the two apart. */
export function modelInfo(model: RegisteredModel): ModelInfo {
  const { usdPerMillion: price, lastCheckAt } = model;
  return {
    name: model.name,
    provider: model.provider,
    capabilities: model.capabilities,
    cost_per_1k_input: perThousand(price?.input),
    cost_per_1k_output: perThousand(price?.output),
    max_tokens: model.maxTokens,
    latency_ms: model.measuredLatencyMs,
    quality_score: model.ratedQuality,
    is_available: model.isAvailable,
    last_health_check: lastCheckAt === undefined ? null : new Date(lastCheckAt).toISOString(),
    success_rate: model.successRate,
  };
}

/** 1.5 for a million is 0.0015 for a thousand, without the last digits of a division. */
const perThousand = (perMillion = 0) => Number((perMillion / 1000).toPrecision(12));
