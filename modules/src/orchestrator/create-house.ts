import { createModelRegistry } from "../catalog/create-model-registry.ts";
import type { ModelRegistry } from "../catalog/model-registry.ts";
import { readCatalog } from "../catalog/read-catalog.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { createRandom } from "../core/random.ts";
import { createResilience, type ResilienceEvent } from "../resilience/create-resilience.ts";
import { MAX_ATTEMPTS } from "../resilience/retry.ts";
import { createRouters } from "../routers/registry.ts";
import { abilitiesOf } from "./abilities.ts";
import { deploymentsOf, type PlanRules } from "./backend.ts";
import { createDecisionLog } from "./decision-log.ts";
import { createLackOf } from "./fit-plan.ts";
import type { House } from "./house.ts";
import { createLatencies } from "./latencies.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";
import { createPlanner, type Planner } from "./planner.ts";
import { contextOf, profileOf } from "./profile-of.ts";
import { createServing, type Serving, type ServingDeployment } from "./serving.ts";
import { TIER_CHAINS } from "./tier-chains.ts";

/** Everything that requests need, made once. Opens no connection. */
export function createHouse(options: OrchestratorOptions): House {
  const { clock = systemClock, backends = [], profile = "basic", timeoutMs = 30_000, onEvent } = options;
  const { absent = {}, users = {} } = options;
  const catalog = options.catalog ?? readCatalog();
  const serving = createServing([...deploymentsOf(backends), ...(options.deployments ?? [])]);
  const registry = options.registry ?? registryOf(serving.deployments, clock);
  const latencies = createLatencies();
  const listen = (event: ResilienceEvent) => {
    if (event.type === "attempt" && event.outcome === "answered") latencies.note(event.deployment, event.ms);
    if (event.type === "attempt" && event.outcome !== "cancelled")
      registry.recordCall(event.deployment, { ok: event.outcome === "answered", latencyMs: event.ms });
    onEvent?.(event);
  };
  const resilience = options.resilience ?? CALM;
  return {
    profile,
    clock,
    catalog,
    serving,
    registry,
    latencies,
    users,
    absent,
    routers: options.routers ?? createRouters(),
    strategy: options.strategy ?? "hybrid",
    bands: options.bands ?? [],
    templates: options.templates ?? {},
    planner: plannerOf({ ...options, catalog }, serving),
    resilience: createResilience({
      ...resilience,
      firstTokenMs: options.resilience?.firstTokenMs ?? timeoutMs,
      idleMs: options.resilience?.idleMs ?? timeoutMs,
      clock,
      random: options.random ?? createRandom(clock.now()),
      callsAtOnce: (name) => serving.deployment(name)?.callsAtOnce,
      isHealthy: (name) => registry.find(name)?.isAvailable !== false,
      onEvent: listen,
    }),
    maxAttempts: resilience.retry?.maxAttempts ?? MAX_ATTEMPTS,
    isBounded: resilience.admission !== undefined,
    prices: options.prices,
    trim: options.trim ?? false,
    cache: options.cache,
    budget: options.budget,
    ledger: options.ledger,
    experiments: options.experiments,
    shadow: options.shadow,
    preferences: options.preferences,
    decisions: createDecisionLog(options.decisionsKept ?? 1000),
    queryCharacters: options.queryCharacters ?? 0,
    timeoutMs,
    counts: { answered: 0, failed: 0, refused: 0, cancelled: 0 },
    record: options.record ?? (() => {}),
    onEvent,
  };
}

/** The plans of these options over what is served. */
export function plannerOf(options: OrchestratorOptions, serving: Serving): Planner {
  const { catalog } = options;
  return createPlanner(serving, {
    lackOf: createLackOf(abilitiesOf(serving, catalog, options.namedCapabilities), (deployment) =>
      contextOf(deployment, catalog),
    ),
    staysLocal: options.rules?.fallbackToCloud === false,
    routes: { ...tierRoutes(options.rules), ...options.routes },
    maxTried: options.maxTried ?? Math.max(1, serving.deployments.length),
    midStream: options.midStream ?? "terminate",
    hedgeAfterMs: options.hedgeAfterMs,
    absent: Object.keys(options.absent ?? {}),
    ...(options.chains && { chains: options.chains }),
  });
}

/** Each deployment is asked once and never left alone: what a learner sees is what the model did just now. */
const CALM: NonNullable<OrchestratorOptions["resilience"]> = {
  retry: { maxAttempts: 1 },
  breaker: {
    rule: { kind: "in-a-row", failures: Number.MAX_SAFE_INTEGER },
    openMs: 1,
    maxOpenMs: 1,
    successes: 1,
  },
};

function tierRoutes({ fallbackToCloud }: PlanRules = { fallbackToCloud: true }) {
  return { ...TIER_CHAINS, ...(!fallbackToCloud && { local: ["local"] }) };
}

function registryOf(deployments: readonly ServingDeployment[], clock: Clock): ModelRegistry {
  const registry = createModelRegistry({ clock });
  for (const deployment of deployments) registry.register(profileOf(deployment));
  return registry;
}
