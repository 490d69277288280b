import type { Settings } from "../config/settings.ts";
import { createPriceList } from "../cost/price-list.ts";
import { readTasks } from "../routers/task.ts";
import { deploymentsOfConfig } from "./deployments-of-config.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";
import { routersOfConfig } from "./routers-of-config.ts";
import { routesOfConfig } from "./routes-of-config.ts";

/** What a configuration means with these settings and what models were rated, 0 to 1. Opens no connection. */
export function optionsOfConfig(
  config: OrchestratorConfig,
  settings: Settings,
  ratings: ReadonlyMap<string, number> = new Map(),
) {
  const { resilience, registry, timeoutMs, decisions } = config;
  const { deployments, absent } = deploymentsOfConfig(config, settings);
  const { maxTried = 3, midStream, hedgeAfterMs, retry, breaker, admission } = resilience;
  const { firstTokenMs = timeoutMs, idleMs = timeoutMs } = resilience;
  return {
    profile: config.profile,
    strategy: config.strategy,
    deployments,
    absent,
    namedCapabilities: registry.models.flatMap(({ capabilities }) => capabilities),
    users: config.users,
    routers: routersOfConfig(config, settings, deployments),
    routes: routesOf(config, ratings),
    templates: config.templates,
    ...(config.prices.length > 0 && { prices: createPriceList(config.prices) }),
    trim: config.trim,
    chains: { ...registry.chains, ...config.fallbacks },
    bands: config.bands,
    rules: { fallbackToCloud: settings.routing.fallbackToCloudOnError },
    maxTried,
    midStream,
    ...(hedgeAfterMs !== undefined && { hedgeAfterMs }),
    resilience: {
      firstTokenMs,
      idleMs,
      retry,
      breaker: {
        rule: { kind: "in-a-row", failures: breaker.failures },
        openMs: breaker.openMs,
        successes: breaker.successes,
      },
      ...(admission && { admission }),
    },
    timeoutMs,
    decisionsKept: decisions.kept,
    queryCharacters: decisions.queryCharacters,
  } satisfies OrchestratorOptions;
}

/** The routes of a configuration for the tasks that there are, in the order of what models were rated. */
export const routesOf = (config: OrchestratorConfig, ratings: ReadonlyMap<string, number>) =>
  routesOfConfig(config, tasks(), ratings);

const tasks = () => readTasks().classes.map(({ name }) => name);
