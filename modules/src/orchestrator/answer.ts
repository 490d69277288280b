import { user } from "../chat/message.ts";
import { createConversation } from "../context/conversation.ts";
import { newId } from "../core/ids.ts";
import { createDeadline } from "../resilience/deadline.ts";
import type { AnswerPart, Attempt } from "./answer-part.ts";
import { composeAnswer } from "./compose-answer.ts";
import { costOfReply } from "./cost-of-reply.ts";
import { guardQuery } from "./guard-query.ts";
import { openReply } from "./open-reply.ts";
import type { AnswerOptions, House } from "./orchestrator.ts";
import { planAttempts } from "./plan-attempts.ts";
import { createRecordOnce } from "./record-once.ts";
import { createStepTimer } from "./step-timer.ts";
import { emptyTranscript, hear, isWhole } from "./transcript.ts";

/** The way of one request: open, guard, route, plan, call, settle, record. */
export async function* answer(
  query: string,
  house: House,
  options: AnswerOptions,
): AsyncGenerator<AnswerPart, void> {
  const { strategy = house.strategy } = options;
  const { clock } = house;
  const id = newId("answer-");
  const attempts: Attempt[] = [];
  const timer = createStepTimer(clock);
  const record = createRecordOnce(house.record, id, attempts);
  const deadline = createDeadline(clock, house.timeoutMs, options.signal);
  const { signal } = deadline;
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
      opened.close(told);
    }
    signal.throwIfAborted();
    timer.note("call", calledAt);

    const costUsd = timer.time("settle", () => costOfReply(house, opened, told));
    const whole = composeAnswer({ id, decision, attempts, opened, told, costUsd, timer });
    timer.time("record", () => record.answered(whole));
    if (isWhole(told)) conversation.add(query, told.text);
    yield { type: "answer", answer: whole };
  } catch (error) {
    if (!options.signal?.aborted) record.failed(error);
    throw error;
  } finally {
    deadline.clear();
    record.close();
  }
}
