import { basename, extname } from "node:path";
import { registryConfigOf } from "../catalog/read-registry.ts";
import type { RegistryConfig } from "../catalog/registry-config.ts";
import { taskName } from "../catalog/task-capability.ts";
import { nearestName } from "../config/nearest-name.ts";
import { readYaml, type YamlContent } from "../config/read-yaml.ts";
import { SettingsError } from "../core/errors.ts";
import type { BudgetLimit } from "../cost/budget.ts";
import { ROUTER_NAMES } from "../routers/registry.ts";
import { readTasks } from "../routers/task.ts";
import { type ConfigFile, configFileSchema } from "./config-file.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";
import { emptyChains, emptyRouteLines, routesWithNobody } from "./routes-with-nobody.ts";

/**
 * Reads a configuration: a model registry in either style, alone or with what the orchestrator does with it.
 * @throws SettingsError with file, line and what is expected there, one line for each problem.
 */
export function readOrchestratorConfig(file: string): OrchestratorConfig {
  const { content, problemAt } = readYaml(file, "The configuration", configFileSchema);
  const registry = registryConfigOf(content, problemAt);
  const wrong = [
    ...wrongNames(content, registry, problemAt),
    ...wrongFallbacks(content, registry, problemAt),
  ];
  // A name that leads nowhere is told once.
  const problems = wrong.length > 0 ? wrong : routesWithNobody(content, registry, problemAt);
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    ...configOf(content, registry, basename(file, extname(file))),
    warnings: emptyChains(content, problemAt),
    emptyRouteLines: emptyRouteLines(content, problemAt),
  };
}

function configOf(
  content: ConfigFile,
  registry: RegistryConfig,
  fileName: string,
): Omit<OrchestratorConfig, "warnings" | "emptyRouteLines"> {
  const { profile = fileName, strategy = STRATEGIES[registry.style], threshold, decisions, cache } = content;
  const { timeout_seconds: timeoutSeconds } = content;
  return {
    profile,
    strategy,
    threshold,
    registry,
    places: mapValues(content.providers, ({ key, api_version, ...place }) => ({
      ...place,
      keyVariable: key,
      apiVersion: api_version,
    })),
    deployments: mapValues(content.deployments, ({ name, calls_at_once, ...rest }) => ({
      ...rest,
      servedName: name,
      callsAtOnce: calls_at_once,
    })),
    routes: content.routes,
    fallbacks: content.fallbacks,
    bands: content.bands.map(({ route, from_score }) => ({ route, fromScore: from_score })),
    users: content.users,
    prompts: content.prompts,
    templates: content.templates,
    prices: Object.entries(content.prices).flatMap(([model, prices]) =>
      prices.map(({ from, ...usdPerMillion }) => ({ model, from, usdPerMillion })),
    ),
    trim: content.trim,
    timeoutMs: timeoutSeconds === undefined ? (registry.requestTimeoutMs ?? 30_000) : timeoutSeconds * 1000,
    resilience: resilienceOf(content.resilience, registry),
    budget: content.budget.map(limitOf),
    ledger: content.ledger,
    embeddingBatch: content.embedding_batch && {
      windowMs: content.embedding_batch.window_ms,
      maxTexts: content.embedding_batch.max_texts,
    },
    cache: cache && {
      ttlMs: cache.ttl_seconds * 1000,
      maxEntries: cache.max_entries,
      semanticThreshold: cache.semantic_threshold,
    },
    experiments: content.experiments,
    shadow: content.shadow,
    preferences: content.bandit && {
      routes: content.bandit.routes,
      exploreAtMost: content.bandit.explore_at_most,
      cost: content.bandit.cost,
      costCeilingUsd: content.bandit.cost_ceiling_usd,
      latency: content.bandit.latency,
      latencyCeilingMs: content.bandit.latency_ceiling_seconds * 1000,
    },
    decisions: { kept: decisions.kept, queryCharacters: decisions.query_characters },
  };
}

/** What decides where a configuration says only what models there are. */
const STRATEGIES: Readonly<Record<RegistryConfig["style"], string>> = {
  "task-rules": "task",
  "agent-router": "intent",
};

function resilienceOf(
  { retry, breaker, admission, ...rest }: ConfigFile["resilience"],
  registry: RegistryConfig,
): OrchestratorConfig["resilience"] {
  return {
    maxTried: rest.max_tried,
    midStream: rest.mid_stream,
    hedgeAfterMs: rest.hedge_after_ms,
    firstTokenMs: inMs(rest.first_token_seconds),
    idleMs: inMs(rest.idle_seconds),
    retry: {
      maxAttempts: retry.max_attempts ?? registry.retry?.maxAttempts ?? 2,
      factor: retry.backoff_factor ?? registry.retry?.backoffFactor ?? 1.5,
      firstWaitMs: retry.first_wait_ms,
    },
    breaker: {
      failures: breaker.failures,
      openMs: breaker.open_seconds * 1000,
      successes: breaker.successes,
    },
    admission: admission && { limit: admission.at_once, queueLimit: admission.queue },
  };
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);

const limitOf = ({ name, usd, period, each, only, alert_at }: ConfigFile["budget"][number]): BudgetLimit => ({
  name,
  usd,
  period,
  ...(each && { each }),
  ...(only && { only }),
  ...(alert_at && { alertAt: alert_at }),
});

type ProblemAt = YamlContent<unknown>["problemAt"];

const TIERS = ["local", "apim", "foundry", "azure", "cloud"];

/** Names that lead nowhere, each with its line. */
function wrongNames(content: ConfigFile, registry: RegistryConfig, at: ProblemAt): readonly string[] {
  const models = registry.models.flatMap(({ name, aliases }) => [name, ...aliases]);
  const deployments = Object.keys(content.deployments);
  const routes = [...Object.keys(content.routes), "local", "cloud"];
  const unknown = (path: readonly PropertyKey[], what: string, name: string, known: readonly string[]) => {
    if (known.some((one) => one.toLowerCase() === name.toLowerCase())) return [];
    const near = nearestName(name, known);
    return [at(path, `${what} ${JSON.stringify(name)}${near ? `; did you mean ${near}?` : "."}`)];
  };
  const noRouter = (path: readonly PropertyKey[], name: string | undefined) =>
    name === undefined ? [] : unknown(path, "there is no router", name, ROUTER_NAMES);
  return [
    ...noRouter(["strategy"], content.strategy),
    ...deployments.flatMap((name) => {
      const { model } = content.deployments[name] ?? { model: "" };
      const taken = models.includes(name)
        ? [at(["deployments", name], `there is a model ${name} already.`)]
        : [];
      return [
        ...taken,
        ...unknown(["deployments", name, "model"], `deployment ${name} names no model:`, model, models),
      ];
    }),
    ...Object.entries(content.routes).flatMap(([route, chain]) =>
      chain.flatMap((entry, place) =>
        unknown(["routes", route, place], `the route ${route} names no model, deployment or tier:`, entry, [
          ...models,
          ...deployments,
          ...TIERS,
        ]),
      ),
    ),
    ...content.bands.flatMap(({ route }, place) =>
      unknown(["bands", place, "route"], "there is no route", route, routes),
    ),
    ...Object.entries(content.users).flatMap(([user, mapping]) =>
      Object.entries(mapping).flatMap(([model, deployment]) => [
        ...unknown(["users", user, model], `${user} has a deployment for no model:`, model, models),
        ...unknown(["users", user, model], "there is no model or deployment", deployment, [
          ...models,
          ...deployments,
        ]),
      ]),
    ),
    ...content.experiments.flatMap(({ name, variants }, place) =>
      variants.flatMap(({ change: { model, strategy, template } }, index) => {
        const path = ["experiments", place, "variants", index];
        return [
          ...noRouter(path, strategy),
          ...(model === undefined
            ? []
            : unknown(path, `${name} names no model:`, model, [...models, ...deployments])),
          ...(template === undefined
            ? []
            : unknown(path, `${name} names no template:`, template, Object.keys(content.templates))),
        ];
      }),
    ),
    ...(content.shadow
      ? unknown(["shadow", "model"], "the shadow is no model:", content.shadow.model, [
          ...models,
          ...deployments,
        ])
      : []),
    ...(content.bandit?.routes ?? []).flatMap((route, place) =>
      unknown(["bandit", "routes", place], "there is no route", route, [
        ...routes,
        ...intentsAndTasks(registry),
      ]),
    ),
    ...Object.keys(content.prices).flatMap((model) =>
      unknown(["prices", model], "there are prices for no model:", model, models),
    ),
    ...Object.keys(content.prompts).flatMap((model) =>
      unknown(["prompts", model], "there is a prompt for no model:", model, models),
    ),
  ];
}

/** Routes that the registry itself makes. */
const intentsAndTasks = ({ primaryModel, rules, style }: RegistryConfig) => [
  ...Object.keys(primaryModel),
  ...rules.map(({ task }) => taskName(task)),
  ...(style === "task-rules" ? readTasks().classes.map(({ name }) => name) : []),
];

/** Lists of stand-ins for no model, and those that come back to their model or name somebody twice. */
function wrongFallbacks(
  { fallbacks, deployments, routing }: ConfigFile,
  { models }: RegistryConfig,
  at: ProblemAt,
): readonly string[] {
  const own = models.map(({ name }) => name);
  const known = [...own, ...models.flatMap(({ aliases }) => aliases), ...Object.keys(deployments), ...TIERS];
  const guess = (name: string, names: readonly string[]) => {
    const near = nearestName(name, names);
    return near ? `; did you mean ${near}?` : ".";
  };
  return Object.entries(fallbacks).flatMap(([model, chain]) => {
    const path = ["fallbacks", model];
    if (!own.includes(model))
      return [at(path, `there are stand-ins for no model: ${JSON.stringify(model)}${guess(model, own)}`)];
    if (routing?.fallback_chains[model])
      return [at(path, `${model} has a chain in routing.fallback_chains already; leave one out.`)];
    return chain.flatMap((entry, place) => {
      if ([model, ...chain.slice(0, place)].includes(entry))
        return [
          at(
            [...path, place],
            `the stand-ins of ${model} are a cycle: ${[model, ...chain.slice(0, place + 1)].join(" -> ")}.`,
          ),
        ];
      const isKnown = known.some((name) => name.toLowerCase() === entry.toLowerCase());
      return isKnown
        ? []
        : [
            at(
              [...path, place],
              `the stand-ins of ${model} name no model, deployment or tier: ${JSON.stringify(entry)}${guess(entry, known)}`,
            ),
          ];
    });
  });
}

const mapValues = <From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
