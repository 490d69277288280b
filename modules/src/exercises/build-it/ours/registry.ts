import {
  createModelRegistry,
  type ModelProfile,
  providerKindOf,
  type RegisteredModel,
} from "../../../catalog/index.ts";
import type { CreateRegistry, ModelInput } from "../contracts/registry.ts";

/** Prompt 1 by the room `catalog`. */
export const createRegistry: CreateRegistry = ({ models, rules }) => {
  const registry = createModelRegistry();
  registry.apply({ ...NOTHING_ELSE, models: models.map(toProfile), rules });
  return {
    get: (name) => toState(registry.get(name)),
    modelsForTask: (task, excludeProviders = []) =>
      registry.modelsForTask(task, { excludeProviders }).map(({ name }) => name),
    recordCall: (name, ok, latencyMs) => registry.recordCall(name, { ok, latencyMs }),
    recordCheck(name, ok) {
      const at = Date.now();
      const availability = ok
        ? ({ kind: "available", since: at } as const)
        : ({ kind: "unavailable", since: at, because: "its check failed" } as const);
      registry.recordCheck(name, { at, availability });
    },
    register: (model) => registry.register(toProfile(model)),
  };
};

const NOTHING_ELSE = {
  style: "task-rules",
  primaryModel: {},
  chains: {},
  warnings: [],
  health: {
    enabled: false,
    intervalMs: 60_000,
    timeoutMs: 5000,
    unhealthyAfter: 1,
    healthyAfter: 1,
    startUpGraceMs: 0,
  },
} as const;

function toProfile({ name, provider, capabilities, ...rest }: ModelInput): ModelProfile {
  const { inputUsdPer1k: input = 0, outputUsdPer1k: output = 0 } = rest;
  return {
    name,
    version: "1",
    servedName: name,
    aliases: [],
    provider,
    providerKind: providerKindOf(provider),
    tier: "cloud",
    capabilities,
    usdPerMillion: { input: input * 1000, output: output * 1000 },
    maxTokens: rest.maxTokens ?? 4096,
    latencyMs: rest.latencyMs ?? 1000,
    quality: rest.quality ?? 0.8,
  };
}

const toState = (model: RegisteredModel) => ({
  name: model.name,
  provider: model.provider,
  capabilities: model.capabilities,
  inputUsdPer1k: (model.usdPerMillion?.input ?? 0) / 1000,
  outputUsdPer1k: (model.usdPerMillion?.output ?? 0) / 1000,
  maxTokens: model.maxTokens,
  latencyMs: model.measuredLatencyMs,
  quality: model.ratedQuality,
  isAvailable: model.isAvailable,
  successRate: model.successRate,
});
