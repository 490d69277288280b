import type { House } from "./house.ts";
import type { BudgetLevel, OrchestratorState, ServedDeployment, ServedModel } from "./orchestrator.ts";
import { priceOf } from "./reserve.ts";
import type { ServingDeployment } from "./serving.ts";

/** The models that can be asked for by name, each with the places that serve it. */
export function servedModels(house: House): readonly ServedModel[] {
  const byModel = Map.groupBy(house.serving.deployments, ({ model }) => model);
  return [...byModel].map(([name, deployments]) => servedModel(name, deployments, house));
}

function servedModel(name: string, all: readonly ServingDeployment[], house: House): ServedModel {
  const deployments = all.map((one) => servedDeployment(one, house));
  const [first] = all;
  const known = house.catalog.model(first?.served ?? name) ?? house.catalog.model(name);
  const seen = house.registry.find(first?.name ?? name);
  return {
    name,
    publisher: first?.publisher ?? known?.publisher ?? first?.provider.name ?? "",
    kind: first?.kind ?? "chat",
    capabilities: [...new Set([...(first?.capabilities ?? []), ...(known?.capabilities ?? [])])],
    usdPerMillion: first && priceOf(first, house, { at: house.clock.now() }),
    contextTokens: first?.contextTokens ?? known?.contextTokens,
    maxOutputTokens: first?.maxTokens ?? 0,
    quality: seen?.ratedQuality ?? first?.quality ?? 0.8,
    version: first?.version ?? known?.version,
    available: deployments.some(({ healthy }) => healthy),
    deployments,
  };
}

function servedDeployment(
  { name, model, tier, provider }: ServingDeployment,
  house: House,
): ServedDeployment {
  const seen = house.registry.find(name);
  const breaker = house.resilience.breakers.of(name).state().kind;
  return {
    deployment: name,
    model,
    tier,
    provider: provider.name,
    provenance: provider.provenance ?? (tier === "local" ? "local" : "live"),
    healthy: seen?.isAvailable !== false && breaker !== "open",
    breaker,
    successRate: seen?.successRate ?? 1,
    latencyMs: house.latencies.of(name),
    checkedAt: seen?.lastCheckAt,
  };
}

export function stateOf(house: House): OrchestratorState {
  const { profile, strategy, planner, resilience, counts } = house;
  const models = servedModels(house);
  const ledger = house.ledger?.health();
  const budgets = house.budget?.states() ?? [];
  return {
    status: statusOf(models, ledger?.state === "failing"),
    profile,
    strategy,
    chains: planner.chains,
    models,
    resilience: resilience.state(),
    budget: levelOf(budgets),
    budgets,
    absent: house.absent,
    ledger,
    cache: house.cache?.stats(),
    requests: { ...counts },
  };
}

function statusOf(models: readonly ServedModel[], ledgerFails: boolean): OrchestratorState["status"] {
  const places = models.flatMap(({ deployments }) => deployments);
  // While the ledger fails, only what costs nothing is asked: the models of this machine.
  const canBeAsked = ({ healthy, tier }: ServedDeployment) => healthy && (!ledgerFails || tier === "local");
  if (!places.some(canBeAsked)) return "failed";
  return places.every(canBeAsked) && !ledgerFails ? "healthy" : "degraded";
}

function levelOf(budgets: OrchestratorState["budgets"]): BudgetLevel | undefined {
  const [tightest] = budgets.toSorted((one, other) => one.freeUsd - other.freeUsd);
  return (
    tightest && {
      limitUsd: tightest.limitUsd,
      spentUsd: tightest.spentUsd,
      reservedUsd: tightest.heldUsd,
    }
  );
}
