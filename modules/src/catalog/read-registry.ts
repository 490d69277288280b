import { readYaml } from "../config/read-yaml.ts";
import { SettingsError } from "../core/errors.ts";
import type { TokenPrice } from "./catalog.ts";
import { checkRegistryFile, type ProblemAt } from "./check-registry-file.ts";
import { indexModelNames, splitVersion } from "./model-names.ts";
import { providerKindOf, runsOnOwnServer, tierOf } from "./provider-kind.ts";
import type { IntentKeywords, ModelProfile, RegistryConfig } from "./registry-config.ts";
import { type ModelEntry, type RegistryFile, registryFileSchema } from "./registry-file.ts";
import { healthOf, milliseconds } from "./registry-health.ts";

/**
 * Reads models, rules, chains and health checks of a YAML file in either style.
 * @throws SettingsError with file, line and what is expected there, one line for each problem.
 */
export function readRegistry(file: string): RegistryConfig {
  const { content, problemAt } = readYaml(file, "The model registry", registryFileSchema);
  return registryConfigOf(content, problemAt);
}

/**
 * The config of a file's content that fits `registryFileFields`.
 * @throws SettingsError with a line for each chain, rule or name that cannot be.
 */
export function registryConfigOf(content: RegistryFile, problemAt: ProblemAt): RegistryConfig {
  const models = Object.entries(content.models).map(([key, entry]) => profileOf(key, entry));
  const { problems, warnings } = checkRegistryFile(content, models, problemAt);
  if (problems.length > 0) throw new SettingsError(problems);
  const { routing, metrics } = content;
  const isAgentRouter = Boolean(routing ?? content.intent_classifier ?? content.health_check);
  const { nameOf } = indexModelNames(models);
  const known = (written: string) => nameOf(written) ?? written;
  return {
    style: isAgentRouter ? "agent-router" : "task-rules",
    models,
    rules: (content.routing_rules ?? []).map(({ task, preferred_models, fallback_models }) => ({
      task,
      preferred: preferred_models.map(known),
      fallback: fallback_models.map(known),
    })),
    intents: intentsOf(content.intent_classifier),
    primaryModel: mapValues(primaryModels(routing), known),
    chains: Object.fromEntries(
      Object.entries(routing?.fallback_chains ?? {}).map(([model, chain]) => [
        known(model),
        chain.map(known),
      ]),
    ),
    requestTimeoutMs: milliseconds(routing?.timeouts.request),
    retry: routing?.retry && {
      maxAttempts: routing.retry.max_attempts,
      backoffFactor: routing.retry.backoff_factor,
    },
    health: healthOf(content, isAgentRouter),
    metrics: metrics && { enabled: metrics.enabled, port: metrics.prometheus_port },
    warnings,
  };
}

function profileOf(key: string, entry: ModelEntry): ModelProfile {
  const { name, version } = splitVersion(key);
  const provider = entry.provider ?? "openai-compatible";
  const endpoint = entry.endpoint?.replace(/\/+$/, "");
  return {
    name,
    version: entry.version ?? version ?? "1",
    servedName: entry.name ?? name,
    aliases: entry.aliases,
    provider,
    providerKind: providerKindOf(provider),
    tier: entry.tier ?? tierOf(provider, endpoint),
    endpoint,
    description: entry.description,
    contextTokens: entry.context_window,
    tokensPerMinute: entry.tokens_per_minute,
    requestsPerMinute: entry.requests_per_minute,
    temperature: entry.temperature,
    dimensions: entry.dimensions,
    capabilities: entry.capabilities,
    usdPerMillion: priceOf(entry, runsOnOwnServer(provider, endpoint)),
    maxTokens: entry.max_tokens,
    latencyMs: entry.latency_ms,
    quality: entry.quality_score,
  };
}

/** A server of one's own costs nothing; what another's costs is not known unless its file tells. */
function priceOf(entry: ModelEntry, isOwn: boolean): TokenPrice | undefined {
  const { cost_per_1k_tokens: thousand, usd_per_million_tokens: million } = entry;
  if (million) return million;
  if (thousand) return { input: perMillion(thousand.input), output: perMillion(thousand.output) };
  return isOwn ? { input: 0, output: 0 } : undefined;
}

/** 0.0015 for a thousand is 1.5 for a million, not 1.5000000000000002. */
const perMillion = (perThousand: number) => Number((perThousand * 1000).toPrecision(12));

/** The model of each intent, under either of the keys in use. */
const primaryModels = (routing: RegistryFile["routing"]) => ({
  ...routing?.primary_mapping,
  ...routing?.primary_model,
});

/** `code_keywords: [...]` and `keywords: { code: [...] }` say the same. */
function intentsOf(section: RegistryFile["intent_classifier"]): IntentKeywords | undefined {
  if (!section) return undefined;
  const { thresholds = { high: 0.7, medium: 0.4, low: 0.2 }, keywords = {}, ...listed } = section;
  const named = Object.entries(listed).map(([key, words]) => [key.replace(/_keywords$/, ""), words]);
  return { keywords: { ...Object.fromEntries(named), ...keywords }, thresholds };
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
