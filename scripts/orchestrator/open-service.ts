import { isAbsolute, join, relative, resolve } from "node:path";
import { paths, type Settings } from "../../modules/src/config/index.ts";
import { isRefusal, type Logger, SettingsError, systemClock } from "../../modules/src/core/index.ts";
import { type Ledger, openBudget, openLedger } from "../../modules/src/cost/index.ts";
import {
  createFeedback,
  createPatterns,
  type Feedback,
  fingerprintOf,
  openTuningStore,
  type RequestPatterns,
  type TuningStore,
} from "../../modules/src/experiments/index.ts";
import {
  type ChatOverEvent,
  type ConfiguredOrchestrator,
  createOrchestrator,
  type Orchestrator,
  openOrchestrator,
} from "../../modules/src/orchestrator/index.ts";
import { createOpenAiCompatible } from "../../modules/src/providers/index.ts";
import type { Rag } from "../../modules/src/retrieval/index.ts";
import type { OrchestratorWatch, WatchedEvent } from "../../modules/src/telemetry/index.ts";
import type { Embedder } from "./open-embedder.ts";
import { openHandbook } from "./open-handbook.ts";
import type { RequestLog } from "./request-log.ts";
import { createBudgetTeller, createLedgerTeller, tellEvent } from "./tell-events.ts";

export interface ServiceOptions {
  /** One server behind everything, or the file that says what is. */
  readonly source:
    | { readonly upstream: string; readonly model: string | undefined }
    | { readonly file: string };
  /** Where costs are kept: in this file, nowhere, or as the configuration says; an upstream has none. */
  readonly ledger: { readonly file: string } | "none" | "as-configured";
  /** With an upstream only: a configuration has limits of its own. */
  readonly budgetUsdPerDay: number | undefined;
  /** Makes vectors of questions and passages; absent = words only. */
  readonly embedder?: Embedder | undefined;
  /** Makes traces and figures of what happens; absent = none are made. */
  readonly watch?: OrchestratorWatch | undefined;
  /** Tells a line for each request; absent = none is told. */
  readonly requests?: Pick<RequestLog, "chat"> | undefined;
  /** Folder for ratings, patterns and vectors. */
  readonly stateFolder: string;
  readonly logger: Logger;
}

/** What the server serves, ready to be asked. */
export interface Service {
  readonly orchestrator: Orchestrator;
  readonly feedback: Feedback;
  readonly patterns: RequestPatterns;
  readonly rag: Rag;
  readonly replay?: ConfiguredOrchestrator["replay"];
  readonly trials?: ConfiguredOrchestrator["trials"];
  /** Where the configuration says that its providers are. */
  readonly places?: ConfiguredOrchestrator["config"]["places"];
  close(): Promise<void>;
}

/**
 * Opens the ledger and whatever answers, and begins health checks.
 * @throws SettingsError, LedgerError or ProviderError with a line that says what is wrong
 */
export async function openService(settings: Settings, options: ServiceOptions): Promise<Service> {
  const { logger, stateFolder, embedder } = options;
  const onEvent = createLedgerTeller(logger);
  const ledger =
    typeof options.ledger === "object" ? await openLedger({ ...options.ledger, onEvent }) : undefined;
  const store = openTuningStore({ file: join(stateFolder, "patterns.sqlite"), clock: systemClock });
  const patterns = createPatterns({ store });
  const opened = await open(settings, options, { ledger, patterns, store });
  const { orchestrator } = opened;
  const closing = new AbortController();
  const feedback = feedbackOf(opened, join(stateFolder, "ratings.sqlite"));
  return {
    ...opened,
    feedback,
    patterns,
    rag: openHandbook({
      signal: closing.signal,
      root: paths.root,
      embedder,
      vectorFile: join(stateFolder, "vectors.sqlite"),
      logger,
    }),
    async close() {
      await orchestrator.close();
      closing.abort();
      await embedder?.close();
      feedback.close();
      patterns.close();
      store.close();
    },
  };
}

interface Parts {
  readonly ledger: Ledger | undefined;
  readonly patterns: RequestPatterns;
  readonly store: TuningStore;
}

interface Opened {
  readonly orchestrator: Orchestrator;
  /** Where the configuration says that its providers are. */
  readonly places?: ConfiguredOrchestrator["config"]["places"];
  readonly replay?: ConfiguredOrchestrator["replay"];
  readonly trials?: ConfiguredOrchestrator["trials"];
  /** Tells what is tried how an answer was rated; absent where nothing is. */
  readonly rateAnswer?: ConfiguredOrchestrator["rateAnswer"];
  /** Tells the router a model's quality; absent where nobody asks for it. */
  readonly rate?: ConfiguredOrchestrator["rate"];
}

async function open(settings: Settings, options: ServiceOptions, parts: Parts): Promise<Opened> {
  const { source } = options;
  if ("upstream" in source)
    return { orchestrator: await behindOne(source.upstream, settings, options, parts) };
  if (options.budgetUsdPerDay !== undefined)
    throw new SettingsError(["--budget-usd goes with --upstream; a configuration has its own budget."]);
  const { onEvent, ...others } = listeners(options, parts.patterns);
  const warn = ({ warnings }: Pick<ConfiguredOrchestrator, "warnings">) => {
    for (const warning of warnings) options.logger.warn(warning);
  };
  const orchestrator: ConfiguredOrchestrator = await openOrchestrator(source.file, settings, {
    ...(options.ledger !== "as-configured" && { ledger: parts.ledger ?? "none" }),
    fileAt: (file) => fileInState(file, options.stateFolder),
    ...(options.embedder && { embed: options.embedder.embedNow }),
    store: parts.store,
    onBudget: createBudgetTeller(options.logger),
    onLedger: createLedgerTeller(options.logger),
    ...others,
    onEvent(event) {
      onEvent(event);
      if (event.type === "file-applied") warn(orchestrator);
    },
  });
  for (const [name, why] of Object.entries(orchestrator.state().absent))
    options.logger.warn(`${name} cannot be asked: ${why}`);
  warn(orchestrator);
  if (options.ledger === "none" && orchestrator.config.budget.length > 0)
    options.logger.warn("Without a ledger the budget counts from this start on.");
  orchestrator.start();
  const { replay, trials, rateAnswer, rate, config } = orchestrator;
  return { orchestrator, replay, trials, rateAnswer, rate, places: config.places };
}

/** A file that the configuration names; those in the usual state folder lie where the state lies. */
function fileInState(file: string, stateFolder: string): string {
  const place = resolve(paths.root, file);
  const inside = relative(STATE_FOLDER, place);
  return inside.startsWith("..") || isAbsolute(inside) ? place : join(stateFolder, inside);
}

/** Where ratings, patterns and the ledger lie unless `--state` names another folder. */
export const STATE_FOLDER = join(paths.cache, "orchestrator");

function listeners({ watch, logger, requests }: ServiceOptions, patterns: RequestPatterns) {
  return {
    ...(watch && { record: watch.record }),
    onEvent(event: WatchedEvent) {
      watch?.onEvent(event);
      if (isChatOver(event)) {
        notePattern(event, patterns);
        requests?.chat(event);
      } else tellEvent(event, logger);
    },
  };
}

const isChatOver = (event: { readonly type: string }): event is ChatOverEvent => event.type === "chat-over";

function notePattern({ record, answer, at, errorCode = "" }: ChatOverEvent, patterns: RequestPatterns): void {
  const { decision, route, tenant, outcome, promptTokens, completionTokens, ms, costUsd, query } = record;
  patterns.note({
    at,
    tenant,
    task: route,
    model: answer?.model ?? "none",
    tier: answer?.routing.tier ?? "none",
    outcome: outcome === "failed" && isRefusal(errorCode) ? "refused" : outcome,
    fallbackUsed: answer?.fallbackUsed ?? false,
    promptTokens,
    answerTokens: completionTokens,
    latencyMs: ms,
    costUsd: costUsd ?? 0,
    ...(decision && { margin: decision.margin }),
    ...(query !== undefined && { fingerprint: fingerprintOf(query) }),
  });
}

function feedbackOf({ orchestrator, rate, rateAnswer }: Opened, file: string): Feedback {
  const models = orchestrator.models();
  const modelOf = (deployment: string | undefined) =>
    models.find(({ deployments }) => deployments.some((one) => one.deployment === deployment))?.name;
  const feedback = createFeedback({
    file,
    declared: new Map(models.map(({ name, quality }) => [name, quality])),
    find: async (requestId, tenant) => {
      const found = orchestrator.decisions({ tenant }).findLast((record) => record.requestId === requestId);
      const model = modelOf(found?.deployment);
      return found && model !== undefined
        ? { tenant, client: found.client, model, task: found.route }
        : undefined;
    },
    onEvent: ({ model, to }) => rate?.(model, to),
  });
  return {
    ...feedback,
    async rate(rating, tenant) {
      const score = await feedback.rate(rating, tenant);
      rateAnswer?.(rating.requestId, tenant, (rating.rating - 1) / 4);
      return score;
    },
  };
}

/** Every model of one server, each under its own name; the first one answers what is routed. */
async function behindOne(
  baseUrl: string,
  settings: Settings,
  options: ServiceOptions,
  parts: Parts,
): Promise<Orchestrator> {
  const { source, budgetUsdPerDay } = options;
  const { ledger, patterns } = parts;
  const provider = createOpenAiCompatible({
    name: "upstream",
    baseUrl,
    apiKey: settings.openai.apiKey,
    tier: "cloud",
    keyHint: "Set OPENAI_API_KEY.",
  });
  const named = "model" in source ? source.model : undefined;
  const models = named === undefined ? await provider.models(AbortSignal.timeout(10_000)) : [named];
  if (models.length === 0)
    throw new SettingsError([`${baseUrl} lists no models.`], "Name one by --upstream-model.");
  return createOrchestrator({
    ...(ledger && { ledger }),
    ...(budgetUsdPerDay !== undefined && {
      budget: await dailyBudget(budgetUsdPerDay, ledger, options.logger),
    }),
    profile: "upstream",
    // Whatever the router decides, this server is whom it is meant for: its answers are no fallback.
    routes: { local: models, cloud: models },
    deployments: models.map((model) => ({
      name: model,
      model,
      served: model,
      provider,
      tier: provider.tier,
      maxTokens: settings.application.cloudMaxTokens,
    })),
    resilience: {},
    ...listeners(options, patterns),
  });
}

function dailyBudget(usd: number, ledger: Ledger | undefined, logger: Logger) {
  if (!ledger)
    throw new SettingsError(["--budget-usd needs a ledger, or it would begin anew at each start."]);
  return openBudget({
    ledger,
    limits: [{ name: "day", usd, period: "day" }],
    onEvent: createBudgetTeller(logger),
  });
}
