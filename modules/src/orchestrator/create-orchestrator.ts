import type { AnswerCache } from "../cache/answer-cache.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { createModelRegistry } from "../catalog/create-model-registry.ts";
import type { ModelRegistry } from "../catalog/model-registry.ts";
import { readCatalog } from "../catalog/read-catalog.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { createRandom, type Random } from "../core/random.ts";
import type { Budget } from "../cost/budget.ts";
import type { Ledger } from "../cost/ledger.ts";
import {
  createResilience,
  type ResilienceEvent,
  type ResilienceOptions,
} from "../resilience/create-resilience.ts";
import type { MidStreamPolicy } from "../resilience/fallback-plan.ts";
import { createRouters, type RouterRegistry } from "../routers/registry.ts";
import { type Backend, deploymentsOf, type PlanRules } from "./backend.ts";
import { createDecisionLog } from "./decision-log.ts";
import type { House } from "./house.ts";
import { openOrchestrator } from "./open-orchestrator.ts";
import type { AnswerEvent, Orchestrator } from "./orchestrator.ts";
import type { OrchestratorEvent } from "./orchestrator-event.ts";
import { createPlanner } from "./planner.ts";
import { profileOf } from "./profile-of.ts";
import type { ScoreBand } from "./route-key.ts";
import { createServing, type ServingDeployment } from "./serving.ts";
import { TIER_CHAINS } from "./tier-chains.ts";

export interface OrchestratorOptions {
  /** Providers with one model each; a short form of `deployments` without breakers and retries. */
  readonly backends?: readonly Backend[];
  readonly deployments?: readonly ServingDeployment[];
  /** For each route the deployments, models or tiers to ask, in their order. `local` and `cloud` are there by tier without it. */
  readonly routes?: Readonly<Record<string, readonly string[]>>;
  /** Models that step in for a model that is asked for by name. */
  readonly chains?: Readonly<Record<string, readonly string[]>>;
  readonly bands?: readonly ScoreBand[];
  readonly routers?: RouterRegistry;
  /** Router that decides when a request names none; default `hybrid`. */
  readonly strategy?: string;
  readonly profile?: string;
  readonly rules?: PlanRules;
  readonly catalog?: Catalog;
  /** What is known of each deployment, by its name. Without it one is made. */
  readonly registry?: ModelRegistry;
  readonly resilience?: Omit<ResilienceOptions, "clock" | "random" | "isHealthy" | "callsAtOnce" | "onEvent">;
  /** Most deployments that are asked for one answer; default: as many as the chain has. */
  readonly maxTried?: number;
  readonly midStream?: MidStreamPolicy;
  readonly hedgeAfterMs?: number;
  readonly cache?: AnswerCache;
  readonly budget?: Budget;
  readonly ledger?: Ledger;
  /** Milliseconds after which a request is given up; default 30,000. */
  readonly timeoutMs?: number;
  /** Decisions that are kept to be looked at and replayed; default 1000. */
  readonly decisionsKept?: number;
  /** Characters of each question that are kept with its decision; default 0: none, and nothing can be replayed by its text. */
  readonly queryCharacters?: number;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly record?: (event: AnswerEvent) => void;
  readonly onEvent?: ((event: OrchestratorEvent) => void) | undefined;
  /** What else is to be ended with the orchestrator: health checks, files that are watched. */
  readonly close?: () => Promise<void>;
}

/** Puts routers and deployments together. Opens no connection; the first question does. */
export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const { clock = systemClock, backends = [], profile = "basic", timeoutMs = 30_000, onEvent } = options;
  const catalog = options.catalog ?? readCatalog();
  const serving = createServing([...deploymentsOf(backends), ...(options.deployments ?? [])]);
  const registry = options.registry ?? registryOf(serving.deployments, clock);
  const listen = (event: ResilienceEvent) => {
    if (event.type === "attempt" && event.outcome !== "cancelled")
      registry.recordCall(event.deployment, { ok: event.outcome === "answered", latencyMs: event.ms });
    onEvent?.(event);
  };
  const { admission } = options.resilience ?? {};
  const house: House = {
    profile,
    clock,
    catalog,
    serving,
    registry,
    routers: options.routers ?? createRouters(),
    strategy: options.strategy ?? "hybrid",
    bands: options.bands ?? [],
    planner: createPlanner(serving, {
      routes: { ...tierRoutes(options.rules), ...options.routes },
      maxTried: options.maxTried ?? Math.max(1, serving.deployments.length),
      midStream: options.midStream ?? "terminate",
      hedgeAfterMs: options.hedgeAfterMs,
      ...(options.chains && { chains: options.chains }),
    }),
    resilience: createResilience({
      ...(options.resilience ?? CALM),
      firstTokenMs: options.resilience?.firstTokenMs ?? timeoutMs,
      idleMs: options.resilience?.idleMs ?? timeoutMs,
      clock,
      random: options.random ?? createRandom(clock.now()),
      callsAtOnce: (name) => serving.deployment(name)?.callsAtOnce,
      isHealthy: (name) => registry.find(name)?.isAvailable !== false,
      onEvent: listen,
    }),
    isBounded: admission !== undefined,
    cache: options.cache,
    budget: options.budget,
    ledger: options.ledger,
    decisions: createDecisionLog(options.decisionsKept ?? 1000),
    queryCharacters: options.queryCharacters ?? 0,
    timeoutMs,
    counts: { answered: 0, failed: 0, cancelled: 0 },
    record: options.record ?? (() => {}),
    onEvent,
  };
  return openOrchestrator(house, { backends, close: options.close });
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
