import { explainError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import { requestNeeding } from "./chat-needs.ts";
import type { DecisionRecord } from "./decision-log.ts";
import type { Orchestrator, ServedModel } from "./orchestrator.ts";

/** One decision as it was and as it would be. */
export interface ReplayedDecision {
  readonly requestId: string;
  readonly before: ReplayedSide;
  readonly after: ReplayedSide;
}

export interface ReplayedSide {
  readonly route: string;
  /** Deployment that answered, or would be asked first. */
  readonly deployment: string;
  /** US dollars for the tokens that the answer took; undefined when a price is not known. */
  readonly costUsd: number | undefined;
  /** Milliseconds: as it took, or as that deployment's answers take lately; undefined when none is known. */
  readonly ms: number | undefined;
}

/** What another configuration would have made of the decisions so far. */
export interface ReplayReport {
  readonly replayed: number;
  /** Decisions that cannot be replayed, by reason: their text was not kept, or nobody would answer. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly changed: readonly ReplayedDecision[];
  /** Requests on each route before and after. */
  readonly routes: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
  /** Sums over replayed decisions whose price is known on both sides. */
  readonly costUsd: { readonly before: number; readonly after: number; readonly of: number };
  /** Means over replayed decisions whose times are known on both sides. */
  readonly meanMs: { readonly before: number; readonly after: number; readonly of: number } | undefined;
}

/**
 * Routes recorded questions again by another orchestrator, which asks no model for answers. Costs take the tokens as they were:
 * another model may write more or less.
 */
export async function replayDecisions(
  records: readonly DecisionRecord[],
  other: Pick<Orchestrator, "plan" | "models">,
  signal?: AbortSignal,
): Promise<ReplayReport> {
  const models = other.models();
  const skipped: Record<string, number> = {};
  const pairs: ReplayedDecision[] = [];
  for (const record of records) {
    signal?.throwIfAborted();
    const result = await replayOne(record, other, models);
    if (typeof result === "string") skipped[result] = (skipped[result] ?? 0) + 1;
    else pairs.push(result);
  }
  return {
    replayed: pairs.length,
    skipped,
    changed: pairs.filter(
      ({ before, after }) => before.deployment !== after.deployment || before.route !== after.route,
    ),
    routes: countRoutes(pairs),
    costUsd: sumCosts(pairs),
    meanMs: meanTimes(pairs),
  };
}

async function replayOne(
  record: DecisionRecord,
  other: Pick<Orchestrator, "plan">,
  models: readonly ServedModel[],
): Promise<ReplayedDecision | string> {
  const { query, asked, requestId, tenant, client, needs = [] } = record;
  if (query === undefined) return "no text was kept (decisions.query_characters)";
  if (record.deployment === undefined) return "nobody answered";
  try {
    const request = requestNeeding(asked, query, needs);
    const { route, plan } = await other.plan(request, { requestId: newId("replay-"), tenant, client });
    const first = firstToAnswer(
      plan.map(({ deployment }) => deployment),
      models,
    );
    if (first === undefined) return "nobody would answer";
    return {
      requestId,
      before: asItWas(record, record.deployment),
      after: asItWouldBe(route, first, record, models),
    };
  } catch (error) {
    return explainError(error);
  }
}

/** The first that can be asked now. */
const firstToAnswer = (names: readonly string[], models: readonly ServedModel[]): string | undefined =>
  names.find((name) => placeOf(name, models)?.place.healthy) ?? names[0];

const asItWas = ({ route, costUsd, ms }: DecisionRecord, deployment: string): ReplayedSide => ({
  route,
  deployment,
  costUsd,
  ms,
});

function asItWouldBe(
  route: string,
  deployment: string,
  { promptTokens, completionTokens, ...before }: DecisionRecord,
  models: readonly ServedModel[],
): ReplayedSide {
  const found = placeOf(deployment, models);
  const same = before.deployment === deployment;
  return {
    route,
    deployment,
    costUsd: found && answerCostUsd(found.model, { promptTokens, completionTokens }),
    ms: same ? before.ms : found?.place.latencyMs,
  };
}

function placeOf(name: string, models: readonly ServedModel[]) {
  for (const model of models) {
    const place = model.deployments.find(({ deployment }) => deployment === name);
    if (place) return { model, place };
  }
  return undefined;
}

function countRoutes(pairs: readonly ReplayedDecision[]): ReplayReport["routes"] {
  const counts: Record<string, { before: number; after: number }> = {};
  const of = (route: string) => {
    counts[route] ??= { before: 0, after: 0 };
    return counts[route];
  };
  for (const { before, after } of pairs) {
    of(before.route).before++;
    of(after.route).after++;
  }
  return counts;
}

function sumCosts(pairs: readonly ReplayedDecision[]): ReplayReport["costUsd"] {
  const sums = { before: 0, after: 0, of: 0 };
  for (const { before, after } of pairs) {
    if (before.costUsd === undefined || after.costUsd === undefined) continue;
    sums.before += before.costUsd;
    sums.after += after.costUsd;
    sums.of++;
  }
  return sums;
}

function meanTimes(pairs: readonly ReplayedDecision[]): ReplayReport["meanMs"] {
  const known = pairs.flatMap(({ before, after }) =>
    before.ms === undefined || after.ms === undefined ? [] : [{ before: before.ms, after: after.ms }],
  );
  if (known.length === 0) return undefined;
  const mean = (side: "before" | "after") => known.reduce((sum, pair) => sum + pair[side], 0) / known.length;
  return { before: mean("before"), after: mean("after"), of: known.length };
}
