import { user } from "../chat/message.ts";
import { sourceLabel } from "../chat/source.ts";
import type { EndReason, Usage } from "../chat/stream-part.ts";
import { createConversation } from "../context/conversation.ts";
import { explainError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import type { Answer, AnswerPart, Attempt } from "./answer-part.ts";
import { guardQuery } from "./guard-query.ts";
import { type OpenedReply, openReply } from "./open-reply.ts";
import type { AnswerOptions, House } from "./orchestrator.ts";
import { planAttempts } from "./plan-attempts.ts";
import { createStepTimer } from "./step-timer.ts";

/** The way of one request: open, guard, route, plan, call, settle, record. */
export async function* answer(query: string, house: House, options: AnswerOptions): AsyncGenerator<AnswerPart, void> {
  const { strategy = house.strategy, signal } = options;
  const id = newId("answer-");
  const attempts: Attempt[] = [];
  const timer = createStepTimer(house.clock);
  let recorded = false;
  try {
    const conversation = timer.time("open", () => options.conversation ?? createConversation());
    timer.time("guard", () => guardQuery(query));
    const history = conversation.messages;
    const decision = await timer.timeAsync("route", () => house.routers.get(strategy).route(query, { history, ...(signal && { signal }) }));
    yield { type: "route", decision };

    const plan = timer.time("plan", () => planAttempts(decision.target, house.backends, house.rules));
    const calledAt = timer.elapsed();
    const opened = await openReply(plan, [...history, user(query)], { clock: house.clock, signal, attempts });
    const told = { text: "", usage: NO_USAGE, endReason: "cut" as EndReason, firstTokenMs: 0 };
    try {
      for await (const part of opened.reply.parts) {
        if (part.type === "text") {
          told.firstTokenMs ||= timer.elapsed();
          told.text += part.text;
        } else if (part.type === "usage") told.usage = part.usage;
        else if (part.type === "end") told.endReason = part.reason;
        yield part;
      }
    } finally {
      opened.close(outcomeOf(told.endReason));
    }
    timer.note("call", calledAt);

    const costUsd = timer.time("settle", () => costOf(house, opened, told.usage));
    const whole: Answer = {
      id,
      ...told,
      source: sourceLabel(opened.backend.provider.tier, opened.index > 0),
      provenance: opened.reply.provenance,
      servedModel: opened.reply.servedModel,
      decision,
      attempts,
      fallbackUsed: opened.index > 0,
      ...(costUsd !== undefined && { costUsd }),
      timing: { firstTokenMs: told.firstTokenMs, totalMs: timer.elapsed(), steps: timer.steps },
    };
    timer.time("record", () => {
      conversation.add(query, told.text);
      house.record({ type: "answered", answer: whole });
      recorded = true;
    });
    yield { type: "answer", answer: whole };
  } catch (error) {
    if (!recorded && !signal?.aborted) house.record({ type: "failed", id, attempts, error: explainError(error) });
    recorded ||= !signal?.aborted;
    throw error;
  } finally {
    if (!recorded) house.record({ type: "cancelled", id, attempts });
  }
}

const NO_USAGE: Usage = { promptTokens: 0, completionTokens: 0 };

const outcomeOf = (reason: EndReason): Attempt["outcome"] => {
  if (reason === "cancelled") return "cancelled";
  return reason === "cut" ? "failed" : "answered";
};

/** A local answer costs no money; a cloud answer has a price when the catalog knows the model that served. */
function costOf(house: House, { backend, reply }: OpenedReply, usage: Usage): number | undefined {
  if (backend.provider.tier === "local") return 0;
  const model = house.catalog.model(reply.servedModel) ?? house.catalog.model(backend.model);
  return model && answerCostUsd(model, usage);
}
