import type { EmbedText } from "../cache/embed-text.ts";
import { createHealthChecks } from "../catalog/create-health-checks.ts";
import { createHotFile } from "../catalog/create-hot-file.ts";
import { createModelRegistry } from "../catalog/create-model-registry.ts";
import type { CheckEvent, ModelHealth } from "../catalog/health-checks.ts";
import type { HotFileEvent } from "../catalog/hot-file.ts";
import type { ModelRegistry } from "../catalog/model-registry.ts";
import type { Settings } from "../config/settings.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { LabError, SettingsError } from "../core/errors.ts";
import { createRandom, type Random } from "../core/random.ts";
import type { BudgetEvent } from "../cost/budget.ts";
import type { Ledger } from "../cost/ledger.ts";
import type { LedgerEvent } from "../cost/open-ledger.ts";
import type { Experiments, TuningStore } from "../experiments/index.ts";
import { discoverLocal } from "../providers/discover-local.ts";
import { type ConfigChange, changeConfig } from "./change-config.ts";
import { checkDeployment } from "./check-deployment.ts";
import { createHouse, plannerOf } from "./create-house.ts";
import type { DecisionFilter } from "./decision-log.ts";
import type { House } from "./house.ts";
import { openParts } from "./open-parts.ts";
import { optionsOfConfig, routesOf } from "./options-of-config.ts";
import type { AnswerEvent, Orchestrator } from "./orchestrator.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";
import type { OrchestratorEvent } from "./orchestrator-event.ts";
import { orchestratorOf } from "./orchestrator-of.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";
import { createPreferences } from "./preferences.ts";
import { profileOf } from "./profile-of.ts";
import { rateAnswer } from "./rate-answer.ts";
import { readOrchestratorConfig } from "./read-orchestrator-config.ts";
import { type ReplayReport, replayDecisions } from "./replay-decisions.ts";
import { priceOf } from "./reserve.ts";
import { createShadowAnswers } from "./shadow-answers.ts";
import { type TrialsReport, trialsOf } from "./trials.ts";

export interface OpenOrchestratorOptions {
  readonly clock?: Clock;
  readonly random?: Random;
  /** Instead of the configuration's own; `none` = without one, and a budget then begins anew with each start. */
  readonly ledger?: Ledger | "none";
  /** Where a file that the configuration names lies; default: seen from the folder of the workshop. */
  readonly fileAt?: (file: string) => string;
  /** Vectors of questions, for a cache that also knows other words for the same. */
  readonly embed?: EmbedText;
  /** Where what experiments have counted outlives a restart. */
  readonly store?: TuningStore;
  /** Milliseconds between two looks at the file; default 1000. */
  readonly intervalMs?: number;
  readonly record?: (event: AnswerEvent) => void;
  readonly onEvent?: (event: OrchestratorEvent | CheckEvent | HotFileEvent) => void;
  /** Hears of the budget: alerts, refusals, and calls that cost more than they could by our count. */
  readonly onBudget?: (event: BudgetEvent) => void;
  /** Hears when the file of costs cannot be written, and when it can again; not of a ledger that is given. */
  readonly onLedger?: (event: LedgerEvent) => void;
}

/** An orchestrator that a file says everything about. */
export interface ConfiguredOrchestrator extends Orchestrator {
  readonly config: OrchestratorConfig;
  /** Begins health checks and takes changes of the file into use. What was asked before keeps to what it began with. */
  start(): void;
  /** Looks at the file now. True when new content was taken; `problems` says why not. */
  reload(): boolean;
  /** Why the file as it lies there is not in use; empty when it is. */
  readonly problems: readonly string[];
  /** What of the configuration in use is odd, one line each, with file and line where there is one. */
  readonly warnings: readonly string[];
  /** Tests and canaries of the configuration; undefined when it has none. */
  readonly experiments: Experiments | undefined;
  /** How experiments, the shadow and what is learnt do so far. */
  trials(): TrialsReport;
  /** Tells the experiments that a request was in, and what learns whom to prefer, how its answer was rated, 0 to 1; of a second rating they hear nothing. */
  rateAnswer(requestId: string, tenant: string, rating: number): void;
  /** What the checks have found. */
  health(): readonly ModelHealth[];
  checkNow(): Promise<readonly CheckEvent[]>;
  /** Gives a model the quality that ratings say, 0 to 1; routes that go by quality change at once. @throws LimitError for an unknown model. */
  rate(model: string, quality: number): void;
  /**
   * What the decisions so far would have been under a change, which is not made.
   * @throws LabError QUESTIONS_NOT_KEPT when the configuration keeps no text of questions; SettingsError for a change that names
   * what there is not.
   */
  replay(change: ConfigChange, filter?: DecisionFilter): Promise<ReplayReport>;
}

/**
 * Opens an orchestrator by its file: models, routes and prices may change while it runs; budget, ledger, cache, breakers and
 * admission are those of the start.
 * @throws SettingsError with file and line; LedgerError when the ledger cannot be opened.
 */
export async function openOrchestrator(
  file: string,
  given: Settings,
  options: OpenOrchestratorOptions = {},
): Promise<ConfiguredOrchestrator> {
  const { clock = systemClock, onEvent } = options;
  const first = readOrchestratorConfig(file);
  const settings = await withLocalServer(given, first);
  const registry = createModelRegistry({ clock });
  const parts: Omit<OrchestratorOptions, "deployments"> = {
    ...(await openParts(first, options)),
    clock,
    registry,
    ...(options.random && { random: options.random }),
    ...(options.record && { record: options.record }),
    ...learnersOf(first, options, () => now()),
    onEvent,
  };
  let config = first;
  const ratings = new Map<string, number>();
  let means: ReturnType<typeof optionsOfConfig> | undefined;
  let house: House | undefined;
  const now = () => house ?? notOpen();

  const hot = createHotFile({
    file,
    clock,
    read: readOrchestratorConfig,
    apply(next) {
      const options = optionsOfConfig(next, settings, ratings);
      const built = createHouse({ ...parts, ...options });
      if (built.serving.deployments.length === 0) throw nothingServed(built.absent);
      takeInto(registry, built);
      house = house ? { ...built, ...keptOf(house) } : built;
      config = next;
      means = options;
    },
    ...(options.intervalMs !== undefined && { intervalMs: options.intervalMs }),
    onEvent,
  });

  const checks = createHealthChecks({
    registry,
    clock,
    rules: () => config.registry.health,
    async ping({ name }, signal) {
      const deployment = now().serving.deployment(name);
      if (deployment) await checkDeployment(deployment, signal, now());
    },
    onEvent,
  });

  /** The routes that models have by their quality, in the order of their ratings. */
  const reorder = () => {
    const built = now();
    if (!means || config.registry.style !== "task-rules") return;
    const routes = routesOf(config, ratings);
    house = { ...built, planner: plannerOf({ ...means, routes, catalog: built.catalog }, built.serving) };
  };

  const orchestrator = orchestratorOf(now, {
    async close() {
      await Promise.all([checks.stop(), hot.stop()]);
      await parts.shadow?.close();
      parts.experiments?.close();
      parts.preferences?.close();
    },
  });
  const under = (change: ConfigChange) => {
    const built = createHouse({
      clock,
      registry,
      ...optionsOfConfig(changeConfig(config, change), settings, ratings),
    });
    const { latencies } = now();
    return orchestratorOf(() => ({ ...built, latencies }), {});
  };
  return {
    ...orchestrator,
    get routers() {
      return now().routers;
    },
    get config() {
      return config;
    },
    experiments: parts.experiments,
    trials: () => trialsOf(now()),
    rateAnswer: (requestId, tenant, rating) => rateAnswer(requestId, tenant, rating, now()),
    get problems() {
      return hot.problems;
    },
    get warnings() {
      return warningsOf(config, now());
    },
    start() {
      checks.start();
      hot.start();
    },
    reload: () => hot.reload(),
    health: () => checks.state(),
    checkNow: () => checks.checkNow(),
    rate(model, quality) {
      const deployments = now().serving.named(model);
      if (deployments.length === 0) now().serving.refuse(model);
      for (const { name, model: rated } of deployments) {
        registry.rateQuality(name, quality);
        ratings.set(rated, quality);
      }
      reorder();
    },
    async replay(change, filter) {
      const records = orchestrator.decisions(filter);
      if (config.decisions.queryCharacters === 0 && records.every(({ query }) => query === undefined))
        throw questionsNotKept();
      return replayDecisions(records, under(change));
    },
  };
}

/** What asks a second model, and what learns whom to ask first; both last as long as the orchestrator. */
function learnersOf(
  { shadow, preferences }: OrchestratorConfig,
  { clock = systemClock, random = createRandom(clock.now()), store }: OpenOrchestratorOptions,
  house: () => House,
) {
  return {
    ...(shadow && { shadow: createShadowAnswers({ ...shadow, house, clock, random }) }),
    ...(preferences && { preferences: createPreferences({ ...preferences, house, random, store }) }),
  };
}

/** Where the settings name no server of this machine and a model wants one, it is looked for. */
async function withLocalServer(
  settings: Settings,
  { registry, places }: OrchestratorConfig,
): Promise<Settings> {
  const kinds = registry.models.map(({ provider, providerKind }) => places[provider]?.kind ?? providerKind);
  if (settings.localModel.endpoint !== undefined || !kinds.includes("foundry-local")) return settings;
  const server = await discoverLocal();
  return server
    ? { ...settings, localModel: { ...settings.localModel, endpoint: server.endpoint } }
    : settings;
}

/** What the file itself shows, and routes that have nobody as nothing they name is set up. */
function warningsOf({ registry, warnings, emptyRouteLines }: OrchestratorConfig, house: House) {
  const { planner, serving } = house;
  // A model of this machine costs nothing, and of others the catalog may know the price.
  const priced = serving.deployments
    .filter((one) => priceOf(one, house, { at: house.clock.now() }))
    .map(({ model }) => `: ${model} has no price;`);
  const ofRegistry = registry.warnings.filter((line) => !priced.some((known) => line.includes(known)));
  const empty = Object.entries(planner.chains).flatMap(([route, chain]) =>
    chain.length > 0
      ? []
      : [emptyRouteLines[route] ?? `The route ${route} has nobody: no model can be asked on it.`],
  );
  return [...ofRegistry, ...warnings, ...empty];
}

/** Brings what is known of deployments up to what is served. What was seen of those that stay the same stays. */
function takeInto(registry: ModelRegistry, { serving }: House): void {
  const profiles = new Map(serving.deployments.map((one) => [one.name, profileOf(one)]));
  for (const { name, version } of registry.list()) if (!profiles.has(name)) registry.retire(name, version);
  for (const [name, profile] of profiles) {
    const [known] = registry.versions(name).filter(({ version }) => version === profile.version);
    if (JSON.stringify(known) !== JSON.stringify(profile)) registry.register(profile);
  }
}

/** What was learnt and counted so far holds on under a new configuration. */
const keptOf = ({ resilience, latencies, isBounded, decisions, counts }: House) => ({
  resilience,
  latencies,
  isBounded,
  decisions,
  counts,
});

const nothingServed = (absent: House["absent"]) =>
  new SettingsError(
    Object.entries(absent).map(([name, why]) => `${name} cannot be asked: ${why}`),
    "At least one model must be set up: name it in .env, or start a lab cloud with npm run lab-cloud.",
  );

const questionsNotKept = () =>
  new LabError(
    "No question was kept, as decisions.query_characters is 0; without questions nothing can be routed again.",
    {
      code: "QUESTIONS_NOT_KEPT",
      hint: "Write decisions: { kept: 1000, query_characters: 500 } into the configuration; what is asked from then on can be replayed.",
    },
  );

function notOpen(): never {
  throw new Error("The configuration has not been read yet.");
}
