import type { Tier } from "../chat/source.ts";
import type { Provider } from "../providers/provider.ts";
import type { Target } from "../routers/router.ts";

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

/** Tiers in the order they are tried, for each target. */
const CHAINS: Readonly<Record<Target, readonly Tier[]>> = {
  local: ["local", "azure", "cloud"],
  cloud: ["azure", "cloud", "local"],
};

/** Whether a tier is what a target is meant for; any other that serves is a fallback. */
export const isMeantFor = (target: Target, tier: Tier): boolean =>
  (target === "local") === (tier === "local");

/** The backends to ask, first choice first. */
export function planAttempts(
  target: Target,
  backends: readonly Backend[],
  rules: PlanRules,
): readonly Backend[] {
  const tiers = target === "local" && !rules.fallbackToCloud ? (["local"] as const) : CHAINS[target];
  return tiers.flatMap((tier) => backends.filter(({ provider }) => provider.tier === tier));
}
