import type { Catalog, Deployment, Model } from "./catalog.ts";
import { readCatalog } from "./read-catalog.ts";
import type { ModelProfile, RegistryConfig } from "./registry-config.ts";
import { TASK_RULES_HEALTH } from "./registry-health.ts";

/** What a chat model of today is meant for unless the catalog says otherwise. */
const CHAT_TASKS = ["text-generation", "conversation", "analysis", "code", "translation"];

/** What a quality is held to be that nobody stated. */
const UNKNOWN_QUALITY = 0.8;

/**
 * The catalog's models as a registry takes them: each once, by the deployment of the first resource that has its name, or else
 * by the first one. Its other deployments there are aliases, but for those with a quota of their own. Models without a deployment
 * there, and routers among models, are left out.
 */
export function registryConfigOfCatalog(catalog: Catalog = readCatalog()): RegistryConfig {
  return {
    style: "task-rules",
    models: catalog.models.flatMap((model) => profileOf(model, catalog) ?? []),
    rules: [],
    primaryModel: {},
    chains: {},
    health: TASK_RULES_HEALTH,
    warnings: [],
  };
}

function profileOf(model: Model, { deployments, resources }: Catalog): ModelProfile | undefined {
  const here = deployments.filter((one) => one.model === model && one.resource === resources[0]?.name);
  const served = here.find(({ name }) => name === model.name) ?? here[0];
  if (!served || model.kind === "router") return undefined;
  return {
    name: model.name,
    version: model.version,
    servedName: served.name,
    aliases: here.filter((one) => isAlias(one, served, model)).map(({ name }) => name),
    provider: "azure-openai",
    providerKind: "azure-openai",
    tier: "azure",
    capabilities: tasksOfModel(model),
    usdPerMillion: model.usdPerMillion,
    maxTokens: model.maxOutputTokens,
    contextTokens: model.contextTokens,
    tokensPerMinute: served.tokensPerMinute,
    requestsPerMinute: served.requestsPerMinute,
    dimensions: model.dimensions,
    latencyMs: (served.latency ?? model.latency)?.firstTokenMs.median ?? 1000,
    quality: model.quality?.score ?? UNKNOWN_QUALITY,
  };
}

const isAlias = (one: Deployment, served: Deployment, model: Model) =>
  one !== served && one.name !== model.name && one.tokensPerMinute === undefined;

function tasksOfModel({ kind, tasks, capabilities }: Model): readonly string[] {
  if (kind === "embedding") return ["embeddings"];
  if (tasks) return tasks;
  return capabilities.includes("reasoning") ? [...CHAT_TASKS, "reasoning"] : CHAT_TASKS;
}
