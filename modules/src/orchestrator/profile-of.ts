import type { Catalog } from "../catalog/catalog.ts";
import type { ModelProfile } from "../catalog/registry-config.ts";
import type { ServingDeployment } from "./serving.ts";

/** A deployment as the registry keeps it: each under its own name, so that each has a health of its own. */
export function profileOf(deployment: ServingDeployment): ModelProfile {
  const { name, served, provider, tier, usdPerMillion, maxTokens, contextTokens, temperature } = deployment;
  const { kind = "chat", capabilities = [], quality = 0.8, version = "1" } = deployment;
  return {
    name,
    version,
    servedName: served,
    aliases: [],
    provider: provider.name,
    providerKind: provider.kind,
    tier,
    capabilities:
      capabilities.length > 0 ? capabilities : [kind === "chat" ? "text-generation" : "embeddings"],
    maxTokens,
    latencyMs: 1000,
    quality,
    ...(usdPerMillion && { usdPerMillion }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(temperature !== undefined && { temperature }),
  };
}

/** Tokens of prompt and answer together that a deployment takes, as configured or as the catalog knows; undefined when nobody knows. */
export const contextOf = (
  { contextTokens, served, model }: ServingDeployment,
  catalog: Pick<Catalog, "model"> | undefined,
): number | undefined => contextTokens ?? (catalog?.model(served) ?? catalog?.model(model))?.contextTokens;
