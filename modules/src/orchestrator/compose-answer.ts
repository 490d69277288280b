import type { CacheHit } from "../cache/answer-cache.ts";
import { sourceLabel } from "../chat/source.ts";
import type { Bill } from "./charges.ts";
import type { ChatAnswer, RoutingMetadata } from "./chat-part.ts";
import { tellLeftOut } from "./fit-plan.ts";
import type { ReadyPlan } from "./planner.ts";
import type { RoutedChat } from "./route-chat.ts";
import type { Run } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import { tellTrimmed } from "./trim-chat.ts";

/** What an answer is put together from. */
export interface AnswerParts {
  readonly run: Run;
  readonly routed: RoutedChat;
  readonly plan: ReadyPlan;
  readonly bill: Bill;
  readonly hit: CacheHit | undefined;
}

/** Puts the whole answer together; its steps go on to be noted in the run's timer. */
export function composeAnswer(parts: AnswerParts): ChatAnswer {
  const { run, routed, plan, bill, hit } = parts;
  const { id, told, timer, attempts, context } = run;
  const origin = originOf(parts);
  const totalMs = timer.elapsed();
  const usage = hit ? told.usage : toUsage(bill);
  const answer = {
    id,
    requestId: context.requestId,
    text: told.text,
    source: origin.source,
    provenance: origin.provenance,
    servedModel: origin.servedModel,
    model: origin.deployment?.model ?? routed.plan.route,
    deployment: origin.deployment?.name ?? "",
    decision: routed.decision,
    attempts,
    fallbackUsed: origin.fallbackUsed,
    endReason: told.endReason,
    usage,
    usageEstimated: bill.answered.estimated,
    wasted: bill.wasted,
    costUsd: hit ? 0 : bill.costUsd,
    timing: { firstTokenMs: told.firstTokenMs, totalMs, steps: timer.steps },
    ...(told.toolCalls.length > 0 && { toolCalls: told.toolCalls }),
  };
  return { ...answer, routing: metadataOf(answer, { run, routed, plan }, origin.deployment) };
}

function originOf({ run, plan, hit }: AnswerParts) {
  const leg = run.legs.at(-1);
  if (hit || !leg) {
    const [deployment] = plan.deployments;
    const { source = "error", provenance = "simulated", servedModel = "" } = hit?.answer ?? {};
    return { deployment, source, provenance, servedModel, fallbackUsed: false } as const;
  }
  const { deployment, reply } = leg;
  const fallbackUsed = !plan.meant.has(deployment.name);
  const { provenance, servedModel } = reply;
  return {
    deployment,
    source: sourceLabel(deployment.tier, fallbackUsed),
    provenance,
    servedModel,
    fallbackUsed,
  };
}

const toUsage = ({ answered: { promptTokens, completionTokens } }: Bill) => ({
  promptTokens,
  completionTokens,
});

function metadataOf(
  answer: Omit<ChatAnswer, "routing">,
  { run, routed, plan }: Pick<AnswerParts, "run" | "routed" | "plan">,
  deployment: ServingDeployment | undefined,
): RoutingMetadata {
  const { decision, strategy } = routed;
  return {
    model_id: answer.model,
    model_name: deployment?.served ?? answer.servedModel,
    intent: plan.route,
    confidence: decision.classConfidence ?? decision.confidence ?? null,
    fallback_used: answer.fallbackUsed,
    total_time_seconds: Math.round(answer.timing.totalMs * 1000) / 1_000_000,
    provenance: answer.provenance,
    tier: deployment?.tier ?? "local",
    deployment: answer.deployment,
    strategy,
    reason: decision.reason,
    request_id: answer.requestId,
    cache: run.cache,
    cost_usd: answer.costUsd ?? null,
    ...tellLeftOut(plan.leftOut),
    ...tellTrimmed(run.chat?.trimmed),
  };
}
