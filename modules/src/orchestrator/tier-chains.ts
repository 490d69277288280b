import type { Tier } from "../chat/source.ts";

/** Tiers in the order they are tried, for each target: the nearest first, and a publisher's own service last. */
export const TIER_CHAINS: Readonly<Record<"local" | "cloud", readonly Tier[]>> = {
  local: ["local", "apim", "foundry", "azure", "cloud"],
  cloud: ["apim", "foundry", "azure", "cloud", "local"],
};
