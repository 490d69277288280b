import { explainError, isLabError } from "../core/errors.ts";
import { isRefusal } from "../core/is-refusal.ts";
import type { Answer } from "./answer-part.ts";
import { abilitiesFor } from "./chat-needs.ts";
import type { ChatAnswer } from "./chat-part.ts";
import type { DecisionRecord } from "./decision-log.ts";
import type { House } from "./house.ts";
import type { AnswerEvent } from "./orchestrator.ts";
import type { ReadyPlan } from "./planner.ts";
import { awaitRating } from "./rate-answer.ts";
import type { RoutedChat } from "./route-chat.ts";
import type { Run } from "./run.ts";
import { settle } from "./settle.ts";
import { tellSpent } from "./tell-spent.ts";
import { isWhole } from "./transcript.ts";

/** A request has its route. */
export function recordRoute(routed: RoutedChat, plan: ReadyPlan, run: Run): void {
  run.routed = routed;
  run.plan = plan;
  run.passed.push(...(plan.leftOut ?? []));
  const { strategy, decision } = routed;
  const { confidence, classConfidence, ms } = decision;
  run.house.onEvent?.({
    type: "routed",
    at: run.house.clock.now(),
    route: plan.route,
    strategy,
    confidence: classConfidence ?? confidence,
    ms,
  });
}

/** A request is answered: its record, its decision, and its turn in the conversation. */
export function recordAnswer(answer: ChatAnswer, run: Run): void {
  const { request, chat, told } = run;
  const broken = answer.endReason === "cut" ? answer.attempts.at(-1)?.error : undefined;
  if (broken === undefined) tell({ type: "answered", answer }, { answer }, run);
  else tell({ ...failed(run, broken), partial: answer }, { answer, errorCode: "STREAM_CUT" }, run);
  if (isWhole(told) && chat) request.conversation?.add(chat.question, told.text);
}

/** A request has failed; one whose caller left is recorded when it is closed. */
export function recordFailure(error: unknown, run: Run): void {
  if (run.context.signal?.aborted) return;
  const errorCode = isLabError(error) ? error.code : "UNEXPECTED";
  tell(failed(run, explainError(error)), { errorCode }, run);
}

/** A request that is no chat is done: it is counted, and leaves no decision. */
export function recordDone(run: Run): void {
  run.isRecorded = true;
  run.house.counts.answered++;
}

/**
 * A request is over, however it ended: gives back what it held. If nothing was recorded, whoever asked went away; what was sent
 * and said until then is charged.
 */
export async function closeRun(run: Run): Promise<void> {
  const { deadline, slot, account, attempts, id } = run;
  deadline.clear();
  slot?.release();
  const left = !run.isRecorded;
  if (left) tell({ type: "cancelled", id, attempts }, {}, run);
  try {
    if (!run.isSettled && run.legs.length + run.unanswered.length > 0)
      tellSpent("chat", await settle(run.chat, left ? "cancelled" : "failed", run), run);
    else if (run.unbookable !== undefined) await tryLedger(run);
  } finally {
    account?.close();
  }
}

/** A request that nobody was asked for is the trial whether the ledger can be written again. */
async function tryLedger(run: Run): Promise<void> {
  if (run.isSettled) return;
  try {
    await settle(run.chat, "failed", run);
  } catch {
    // It cannot yet: the next request tries again.
  }
}

const failed = ({ id, attempts }: Run, error: string) => ({ type: "failed", id, attempts, error }) as const;

interface Outcome {
  readonly answer?: ChatAnswer;
  readonly errorCode?: string;
}

/** Exactly one record for each request, however it ends. */
function tell(event: AnswerEvent, { answer, errorCode }: Outcome, run: Run): void {
  if (run.isRecorded) return;
  run.isRecorded = true;
  const { house, context } = run;
  house.record(event);
  house.counts[errorCode !== undefined && isRefusal(errorCode) ? "refused" : event.type]++;
  observe(event.type, answer, run);
  const record = recordOf(run, event.type, answer);
  if (!record) return;
  house.decisions.add(record);
  if (event.type === "answered") awaitRating(record, run, event.answer);
  house.onEvent?.({
    type: "chat-over",
    at: house.clock.now(),
    record,
    context,
    ...(answer && { answer }),
    ...(errorCode !== undefined && { errorCode }),
  });
}

/** Counts what became of it for its experiments and preferences; a caller who left says nothing about a variant. */
function observe(ended: AnswerEvent["type"], answer: ChatAnswer | undefined, run: Run): void {
  const { house, context, assignments, timer } = run;
  if (ended !== "cancelled") house.preferences?.learn(run, answer);
  if (assignments.length === 0 || ended === "cancelled") return;
  house.experiments?.observe(context, assignments, {
    success: ended === "answered",
    latencyMs: timer.elapsed(),
    ...(answer?.costUsd !== undefined && { costUsd: answer.costUsd }),
  });
}

function recordOf(run: Run, ended: AnswerEvent["type"], answer: ChatAnswer | undefined) {
  const { context, startedAt, request, house, timer, routed, plan, passed, chat, assignments } = run;
  const { requestId, tenant, client } = context;
  const { promptTokens, completionTokens } = answer?.usage ?? NO_USAGE;
  const kept = house.queryCharacters > 0 ? chat?.question.slice(0, house.queryCharacters) : undefined;
  const needs = chat ? abilitiesFor(chat) : [];
  const record: DecisionRecord = {
    requestId,
    at: startedAt,
    tenant,
    client,
    asked: plan || isKnown(request.model, house) ? request.model : UNKNOWN,
    strategy: routed?.strategy ?? knownRouter(request.hints?.strategy, house) ?? house.strategy,
    ...(routed && { decision: routed.decision }),
    route: plan?.route ?? "none",
    plan: plan?.fallback.levels.map(({ deployment }) => deployment) ?? [],
    passed,
    ...(answer && { deployment: answer.deployment }),
    outcome: run.cache.endsWith("hit") && ended === "answered" ? "cached" : ended,
    promptTokens,
    completionTokens,
    costUsd: answer ? answer.costUsd : undefined,
    ms: timer.elapsed(),
    ...(assignments.length > 0 && {
      variants: assignments.map(({ experiment, variant }) => ({ experiment, variant })),
    }),
    ...(run.choice && { preferred: { model: run.choice.arm, explored: run.choice.explored } }),
    ...(kept !== undefined && { query: kept }),
    ...(needs.length > 0 && { needs }),
    ...(request.maxTokens !== undefined && { maxTokens: request.maxTokens }),
  };
  return record;
}

/** Stands for a name that is not configured: whatever a caller wrote there by mistake, a key or an address, is not kept. */
const UNKNOWN = "unknown";

const isKnown = (model: string, { serving }: House) => model === "auto" || serving.named(model).length > 0;

const knownRouter = (name: string | undefined, { routers }: House) =>
  name === undefined || routers.names.includes(name) ? name : UNKNOWN;

const NO_USAGE: Answer["usage"] = { promptTokens: 0, completionTokens: 0 };
