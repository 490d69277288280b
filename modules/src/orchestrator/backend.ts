import type { Provider } from "../providers/provider.ts";
import type { ServingDeployment } from "./serving.ts";

/** A provider with the model it is asked for. */
export interface Backend {
  readonly provider: Provider;
  readonly model: string;
  /** Longest answer asked for, in tokens. */
  readonly maxTokens: number;
}

export interface PlanRules {
  /** Ask the cloud when the local model fails. When false, a local question never leaves this machine. */
  readonly fallbackToCloud: boolean;
}

/** Backends as deployments, each under its provider's name; where several share one, the model's name is added. */
export function deploymentsOf(backends: readonly Backend[]): readonly ServingDeployment[] {
  const names = backends.map(({ provider }) => provider.name);
  return backends.map(({ provider, model, maxTokens }, index) => ({
    name: names.indexOf(provider.name) === index ? provider.name : `${provider.name}/${model}`,
    model,
    provider,
    served: model,
    tier: provider.tier,
    maxTokens,
  }));
}
