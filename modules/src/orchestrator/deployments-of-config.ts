import type { Catalog } from "../catalog/catalog.ts";
import { findModelDeployment, resolveDeployment } from "../catalog/model-deployments.ts";
import { providerKindOf } from "../catalog/provider-kind.ts";
import { readCatalog } from "../catalog/read-catalog.ts";
import type { ModelProfile } from "../catalog/registry-config.ts";
import { isEmbedding } from "../catalog/task-capability.ts";
import type { Settings } from "../config/settings.ts";
import { systemClock } from "../core/clock.ts";
import { explainError } from "../core/errors.ts";
import { batchEmbeddings } from "../providers/batch-embeddings.ts";
import type { Provider } from "../providers/provider.ts";
import { isOut } from "./change-config.ts";
import { connectPlace } from "./connect-place.ts";
import type { DeploymentConfig, OrchestratorConfig, PlaceConfig } from "./orchestrator-config.ts";
import type { ServingDeployment } from "./serving.ts";

/** What of a configuration can be asked here, and what cannot, each with the reason. */
export interface ConnectedDeployments {
  readonly deployments: readonly ServingDeployment[];
  readonly absent: Readonly<Record<string, string>>;
}

/** Connects each model, and each further deployment, with its provider. Those whose provider is not set up are absent. */
export function deploymentsOfConfig(config: OrchestratorConfig, settings: Settings): ConnectedDeployments {
  const { registry, deployments: further, prompts } = config;
  const connect = createConnector(config, settings);
  const absent: Record<string, string> = {};
  const deployments: ServingDeployment[] = [];
  const profiles = new Map(registry.models.map((profile) => [profile.name, profile]));
  const asked = [
    ...registry.models.map((profile) => ({ name: profile.name, profile, own: undefined })),
    ...Object.entries(further).flatMap(([name, own]) => {
      const profile = profiles.get(own.model);
      return profile ? [{ name, profile, own }] : [];
    }),
  ];
  for (const { name, profile, own } of asked) {
    if (isOut(name, profile.name, config)) {
      absent[name] = "is out of service";
      continue;
    }
    try {
      const provider = connect(profile, own);
      deployments.push(
        deploymentOf(name, profile, own, { provider, settings, prompt: prompts[profile.name] }),
      );
    } catch (error) {
      absent[name] = explainError(error);
    }
  }
  return { deployments, absent };
}

type Connect = (profile: ModelProfile, own: DeploymentConfig | undefined) => Provider;

/** Models of one place share its provider, and with it its connections. */
function createConnector({ places, embeddingBatch }: OrchestratorConfig, settings: Settings): Connect {
  const providers = new Map<string, Provider>();
  return (profile, own) => {
    const written = own?.provider ?? profile.provider;
    const named: PlaceConfig = places[written] ?? { kind: written };
    const endpoint = own?.endpoint ?? (own?.provider === undefined ? profile.endpoint : undefined);
    const tier = named.tier ?? (own?.provider === undefined ? profile.tier : undefined);
    const place = { ...named, ...(endpoint !== undefined && { endpoint }), tier };
    const key = JSON.stringify([written, place]);
    const known = providers.get(key);
    if (known) return known;
    const name = endpoint === undefined ? written : `${written} at ${new URL(endpoint).host}`;
    const connected = connectPlace(name, withAddress(place), settings);
    const provider = embeddingBatch
      ? batchEmbeddings(connected, { clock: systemClock, ...embeddingBatch })
      : connected;
    providers.set(key, provider);
    return provider;
  };
}

/** A server of OpenAI's form is named in configurations with or without `/v1`. */
function withAddress(place: PlaceConfig): PlaceConfig {
  const { endpoint } = place;
  if (endpoint === undefined || providerKindOf(place.kind) !== "openai-compatible") return place;
  const bare = endpoint.replace(/\/+$/, "");
  return { ...place, endpoint: new URL(bare).pathname === "/" ? `${bare}/v1` : bare };
}

interface Connected {
  readonly provider: Provider;
  readonly settings: Settings;
  readonly prompt: string | undefined;
}

function deploymentOf(
  name: string,
  profile: ModelProfile,
  own: DeploymentConfig | undefined,
  { provider, settings, prompt }: Connected,
): ServingDeployment {
  return {
    name,
    model: profile.name,
    aliases: own ? [] : [...profile.aliases, profile.servedName],
    provider,
    served: own?.servedName ?? servedName(profile, provider, settings),
    tier: provider.tier,
    kind: isEmbedding(profile.capabilities) ? "embedding" : "chat",
    capabilities: profile.capabilities,
    maxTokens: longestAnswer(profile),
    contextTokens: profile.contextTokens,
    usdPerMillion: profile.usdPerMillion,
    temperature: profile.temperature,
    systemPrompt: prompt,
    quality: profile.quality,
    version: profile.version,
    callsAtOnce: own?.callsAtOnce,
  };
}

/** What a file says, but never more than the catalog knows the model to give: services refuse that. */
function longestAnswer({ name, servedName: served, maxTokens }: ModelProfile): number {
  const known = catalog().model(served) ?? catalog().model(name);
  return Math.min(maxTokens, known?.maxOutputTokens ?? maxTokens);
}

let shipped: Catalog | undefined;

function catalog(): Catalog {
  shipped ??= readCatalog();
  return shipped;
}

/** In Azure a model is asked for by its deployment, which the settings may map; on this machine they may name the model. */
function servedName({ name, servedName: served }: ModelProfile, provider: Provider, settings: Settings) {
  // Dual mode maps names itself, in one of its modes.
  if (name !== served || "nameOf" in provider) return served;
  if (provider.kind === "foundry-local") return settings.localModel.name ?? served;
  const isAzure = provider.tier === "azure" || provider.tier === "foundry";
  const isMapped = isAzure && findModelDeployment(name) !== undefined;
  return isMapped ? resolveDeployment(name, settings) : served;
}
