import type { TakeParts } from "../chat/part-stream.ts";
import type { StreamPart } from "../chat/stream-part.ts";
import { DeadlineError } from "../core/errors.ts";
import type { ChatReply } from "../providers/provider.ts";
import type { PlanCall } from "../resilience/create-resilience.ts";
import type { HedgeEvent } from "../resilience/hedge-first.ts";
import type { PlanEvent, SkippedEvent } from "../resilience/plan-event.ts";
import type { PlanPart, RouteBegin, RouteEnd } from "../resilience/route-part.ts";
import { requestToGoOn } from "./ask-deployment.ts";
import type { ChatPart } from "./chat-part.ts";
import { approximateTokens, promptTokensOf } from "./count-tokens.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { ReadyPlan } from "./planner.ts";
import { refusedUnasked } from "./refused-unasked.ts";
import { mayAsk } from "./reserve.ts";
import type { Run } from "./run.ts";
import { forget, hear } from "./transcript.ts";
import { noteUnanswered } from "./unanswered.ts";

/** The last part of an answer. */
export type Ending = Extract<StreamPart, { type: "end" | "error" }>;

/**
 * Has the plan answered, and passes on what is said. The ending is given back instead of passed on: nobody may hear that an
 * answer is whole before its cost is on record.
 */
export async function callPlan(
  chat: OpenedChat,
  { fallback, meant }: ReadyPlan,
  run: Run,
  tell: TakeParts<ChatPart>,
): Promise<Ending> {
  const { timer, told, house } = run;
  const calledAt = timer.elapsed();
  let ending: Ending | undefined;
  try {
    await house.resilience.tell(fallback, planCall(chat, run), (batch) => {
      const shown: ChatPart[] = [];
      ending = takeAll(batch, shown, meant, run);
      return shown.length > 0 ? tell(shown) : undefined;
    });
  } catch (error) {
    throw refusedUnasked(run) ?? error;
  }
  if (ending) timer.note("call", calledAt);
  else hear(told, CUT, timer.elapsed);
  return ending ?? CUT;
}

const CUT: Ending = { type: "end", reason: "cut" };

/** Takes parts in, and puts into `shown` those that are passed on. Returns the ending, when it is among them. */
function takeAll(
  batch: readonly PlanPart<ChatReply>[],
  shown: ChatPart[],
  meant: ReadonlySet<string>,
  run: Run,
): Ending | undefined {
  for (const part of batch) {
    const out = take(part, meant, run);
    if (part.type === "end" || part.type === "error") return part;
    if (out) shown.push(out);
  }
  return undefined;
}

function take(part: PlanPart<ChatReply>, meant: ReadonlySet<string>, run: Run): ChatPart | undefined {
  if (part.type === "route-begin") return begun(part, meant, run);
  if (part.type === "route-end") return ended(part, run);
  const leg = run.legs.at(-1);
  if (part.type === "text" && leg) leg.text += part.text;
  hear(run.told, part, run.timer.elapsed);
  return part;
}

function begun(
  { deployment: name, level, reply }: RouteBegin<ChatReply>,
  meant: ReadonlySet<string>,
  run: Run,
) {
  const deployment = run.house.serving.deployment(name);
  if (!deployment) return undefined;
  run.legs.push({ deployment, reply, text: "", soFar: run.soFar });
  const { servedModel, provenance } = reply;
  const { model, tier } = deployment;
  const fallbackUsed = !meant.has(name);
  return {
    type: "begin",
    level,
    servedModel,
    provenance,
    fallbackUsed,
    deployment: name,
    model,
    tier,
  } as const;
}

function ended(part: RouteEnd, run: Run): ChatPart {
  const leg = run.legs.at(-1);
  const { reason, billed, wasted } = part;
  if (leg) leg.end = { reason, billed, wasted };
  if (reason === "restarted") forget(run.told);
  return part;
}

function planCall(chat: OpenedChat, run: Run): PlanCall<ChatReply> {
  const { deadline, house } = run;
  const { traceparent } = run.context;
  const stream = chat.request.stream !== false;
  return {
    deadline,
    promptTokens: () => promptTokensOf(chat.messages),
    countTokens: approximateTokens,
    open(level, { signal, soFar }) {
      const deployment = house.serving.deployment(level.deployment);
      if (!deployment) throw new Error(`${level.deployment} is not served.`);
      run.soFar = soFar;
      return deployment.provider.chat(requestToGoOn(chat, deployment, soFar), {
        stream,
        signal,
        traceparent,
      });
    },
    allow: (level) => mayAsk(level.deployment, chat, run),
    onEvent: (event) => note(event, run),
  };
}

function note(event: PlanEvent | HedgeEvent, run: Run): void {
  if (event.type === "hedge") return;
  const { deployment: name } = event;
  if (event.type === "skipped") {
    run.passed.push({ deployment: name, because: sayWhy(event) });
    return;
  }
  noteUnanswered(event, run);
  const deployment = run.house.serving.deployment(name);
  const { outcome, error, status, failure } = settled(event, run.deadline.signal);
  if (outcome !== "answered") run.passed.push({ deployment: name, because: error ?? outcome });
  run.attempts.push({
    provider: deployment?.provider.name ?? name,
    deployment: deployment?.served ?? name,
    ...(deployment && { model: deployment.model }),
    startedAt: event.at,
    ms: event.ms,
    outcome,
    ...(status !== undefined && { status }),
    ...(failure !== undefined && { failure }),
    ...(error !== undefined && { error }),
  });
}

/** To whoever reads attempts, a call that took all the time there was has failed; only callers cancel. */
function settled(event: Exclude<PlanEvent, SkippedEvent>, { aborted, reason }: AbortSignal) {
  if (event.outcome !== "answered" && aborted && reason instanceof DeadlineError)
    return { ...event, outcome: "failed", error: reason.message } as const;
  return event;
}

function sayWhy({ skip }: SkippedEvent): string {
  return skip.kind === "not-allowed" ? skip.because : skip.kind;
}
