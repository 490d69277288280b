import type { TakeParts } from "../chat/part-stream.ts";
import { LEFT } from "../chat/pull-parts.ts";
import type { RequestContext } from "../chat/request-context.ts";
import { admit } from "./admit.ts";
import { callPlan, type Ending } from "./call-plan.ts";
import type { ChatAnswer, ChatPart } from "./chat-part.ts";
import { composeAnswer } from "./compose-answer.ts";
import { guardChat, openChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import { keep, lookUp, tellHit } from "./look-up.ts";
import type { OrchestratedChat } from "./orchestrated-chat.ts";
import { planChat } from "./plan-chat.ts";
import { closeRun, recordAnswer, recordFailure, recordRoute } from "./record.ts";
import { routeChat } from "./route-chat.ts";
import { startRun } from "./run.ts";
import { outcomeOf, settle } from "./settle.ts";
import { mayTrim, trimChat } from "./trim-chat.ts";

const STOP: Ending = { type: "end", reason: "stop" };

/** The way of one request: open, guard, route, plan, cache, admit, call, settle, record. Parts that come at once are told together. */
export async function answer(
  request: OrchestratedChat,
  context: RequestContext,
  house: House,
  tell: TakeParts<ChatPart>,
): Promise<ChatAnswer> {
  const run = startRun(request, context, house);
  const { timer, deadline } = run;
  try {
    const opened = timer.time("open", () => openChat(run.request, house.templates));
    run.chat = opened;
    timer.time("guard", () => guardChat(opened));

    const routed = await timer.timeAsync("route", () =>
      routeChat(opened, { signal: deadline.signal, user: context.user, tenant: context.tenant }, house),
    );
    const chat = mayTrim(run.request, house) ? await trimChat(opened, routed, house) : opened;
    run.chat = chat;
    const plan = timer.time("plan", () => {
      const fits = planChat(chat, routed, house);
      return house.preferences?.order(fits, run) ?? fits;
    });
    recordRoute(routed, plan, run);
    const { route, told, leftOut } = plan;
    await tell([
      { type: "route", decision: routed.decision, route, plan: told, ...(leftOut && { leftOut }) },
    ]);

    const hit = await lookUp(chat, plan, run);
    if (hit) await tell(tellHit(hit, run));
    else await admit(run);
    const ending = hit ? STOP : await callPlan(chat, plan, run, tell);
    deadline.signal.throwIfAborted();

    const bill = await timer.timeAsync("settle", () => settle(chat, outcomeOf(run), run));
    const whole = composeAnswer({ run, routed, plan, bill, hit });
    timer.time("record", () => recordAnswer(whole, run));
    keep(chat, plan, whole, run);
    await tell([ending, { type: "answer", answer: whole }]);
    house.shadow?.offer(whole, run);
    return whole;
  } catch (error) {
    if (error !== LEFT) recordFailure(error, run);
    throw error;
  } finally {
    await closeRun(run);
  }
}
