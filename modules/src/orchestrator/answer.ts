import { user } from "../chat/message.ts";
import { sourceLabel } from "../chat/source.ts";
import { createConversation } from "../context/conversation.ts";
import { newId } from "../core/ids.ts";
import type { Answer, AnswerPart, Attempt } from "./answer-part.ts";
import { costOfReply } from "./cost-of-reply.ts";
import { guardQuery } from "./guard-query.ts";
import { openReply } from "./open-reply.ts";
import type { AnswerOptions, House } from "./orchestrator.ts";
import { planAttempts } from "./plan-attempts.ts";
import { createRecordOnce } from "./record-once.ts";
import { createStepTimer } from "./step-timer.ts";
import { emptyTranscript, hear } from "./transcript.ts";

/** The way of one request: open, guard, route, plan, call, settle, record. */
export async function* answer(
  query: string,
  house: House,
  options: AnswerOptions,
): AsyncGenerator<AnswerPart, void> {
  const { strategy = house.strategy, signal } = options;
  const { clock } = house;
  const id = newId("answer-");
  const attempts: Attempt[] = [];
  const timer = createStepTimer(clock);
  const record = createRecordOnce(house.record, id, attempts);
  try {
    const conversation = timer.time("open", () => options.conversation ?? createConversation());
    const history = conversation.messages;
    timer.time("guard", () => guardQuery(query));

    const decision = await timer.timeAsync("route", () =>
      house.routers.get(strategy).route(query, { history, signal }),
    );
    yield { type: "route", decision };
    const plan = timer.time("plan", () => planAttempts(decision.target, house.backends, house.rules));

    const calledAt = timer.elapsed();
    const opened = await openReply(plan, [...history, user(query)], { clock, signal, attempts });
    let told = emptyTranscript;
    try {
      for await (const part of opened.reply.parts) {
        told = hear(told, part, timer.elapsed());
        yield part;
      }
    } finally {
      opened.close(told.endReason);
    }
    timer.note("call", calledAt);

    const costUsd = timer.time("settle", () => costOfReply(house, opened, told.usage));
    const fallbackUsed = opened.index > 0;
    const whole: Answer = {
      id,
      text: told.text,
      source: sourceLabel(opened.backend.provider.tier, fallbackUsed),
      provenance: opened.reply.provenance,
      servedModel: opened.reply.servedModel,
      decision,
      attempts,
      fallbackUsed,
      endReason: told.endReason,
      usage: told.usage,
      costUsd,
      timing: { firstTokenMs: told.firstTokenMs, totalMs: timer.elapsed(), steps: timer.steps },
    };
    timer.time("record", () => record.answered(whole));
    if (told.endReason !== "cancelled") conversation.add(query, told.text);
    yield { type: "answer", answer: whole };
  } catch (error) {
    if (!signal?.aborted) record.failed(error);
    throw error;
  } finally {
    record.close();
  }
}
