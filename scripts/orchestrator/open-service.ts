import type { Settings } from "../../modules/src/config/index.ts";
import { type Logger, SettingsError } from "../../modules/src/core/index.ts";
import { type Ledger, openBudget, openLedger } from "../../modules/src/cost/index.ts";
import { createFeedback, type Feedback } from "../../modules/src/experiments/index.ts";
import {
  connectOrchestrator,
  createOrchestrator,
  type Orchestrator,
} from "../../modules/src/orchestrator/index.ts";
import { createOpenAiCompatible } from "../../modules/src/providers/index.ts";

export interface ServiceOptions {
  readonly upstream: string | undefined;
  readonly upstreamModel: string | undefined;
  /** Absent = costs are not kept. */
  readonly ledgerFile: string | undefined;
  readonly budgetUsdPerDay: number | undefined;
  readonly logger: Logger;
}

/** What the server serves, ready to be asked. */
export interface Service {
  readonly orchestrator: Orchestrator;
  readonly feedback: Feedback;
  close(): Promise<void>;
}

/**
 * Opens the ledger and whatever answers.
 * @throws SettingsError, LedgerError or ProviderError with a line that says what is wrong
 */
export async function openService(settings: Settings, options: ServiceOptions): Promise<Service> {
  const { logger, ledgerFile } = options;
  const ledger =
    ledgerFile === undefined
      ? undefined
      : await openLedger({ file: ledgerFile, onEvent: (event) => logger.warn("ledger", { ...event }) });
  const parts = await spendingOf(ledger, options);
  const orchestrator = options.upstream
    ? await behindOne(options.upstream, settings, options, parts)
    : await connectOrchestrator(settings, parts);
  const feedback = createFeedback({
    declared: new Map(orchestrator.models().map(({ name, quality }) => [name, quality])),
    find: async (requestId, tenant) => {
      const found = orchestrator.decisions({ tenant }).findLast((record) => record.requestId === requestId);
      const model = modelOf(orchestrator, found?.deployment);
      return found && model !== undefined
        ? { tenant, client: found.client, model, task: found.route }
        : undefined;
    },
  });
  return {
    orchestrator,
    feedback,
    async close() {
      feedback.close();
      await orchestrator.close();
    },
  };
}

async function spendingOf(ledger: Ledger | undefined, { budgetUsdPerDay }: ServiceOptions) {
  if (budgetUsdPerDay === undefined) return ledger ? { ledger } : {};
  if (!ledger)
    throw new SettingsError(["--budget-usd needs a ledger, or it would begin anew at each start."]);
  const limits = [{ name: "day", usd: budgetUsdPerDay, period: "day" as const }];
  return { ledger, budget: await openBudget({ ledger, limits }) };
}

const modelOf = (orchestrator: Orchestrator, deployment: string | undefined) =>
  orchestrator.models().find(({ deployments }) => deployments.some((one) => one.deployment === deployment))
    ?.name;

/** Every model of one server, each under its own name; the first one answers what is routed. */
async function behindOne(
  baseUrl: string,
  settings: Settings,
  { upstreamModel }: ServiceOptions,
  parts: Awaited<ReturnType<typeof spendingOf>>,
): Promise<Orchestrator> {
  const provider = createOpenAiCompatible({
    name: "upstream",
    baseUrl,
    apiKey: settings.openai.apiKey,
    tier: "cloud",
    keyHint: "Set OPENAI_API_KEY.",
  });
  const models =
    upstreamModel === undefined ? await provider.models(AbortSignal.timeout(10_000)) : [upstreamModel];
  if (models.length === 0)
    throw new SettingsError([`${baseUrl} lists no models.`], "Name one by --upstream-model.");
  return createOrchestrator({
    ...parts,
    profile: "upstream",
    deployments: models.map((model) => ({
      name: model,
      model,
      served: model,
      provider,
      tier: provider.tier,
      maxTokens: settings.application.cloudMaxTokens,
    })),
    resilience: {},
  });
}
