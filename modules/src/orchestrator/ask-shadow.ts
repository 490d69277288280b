import { ProviderError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { LedgerOutcome } from "../cost/ledger-entry.ts";
import type { ShadowAnswer } from "../experiments/shadow.ts";
import { hasWorked } from "../resilience/failure-kind.ts";
import { requestFor } from "./ask-deployment.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import { closeRun } from "./record.ts";
import { mayAsk } from "./reserve.ts";
import { type Leg, type Run, startRun } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import { settle } from "./settle.ts";
import { SHADOW_PAYER } from "./shadow-payer.ts";
import { tellSpent } from "./tell-spent.ts";
import { hear, isWhole } from "./transcript.ts";

export interface ShadowCall {
  readonly signal: AbortSignal;
  readonly house: House;
}

/**
 * Asks a deployment what another has answered, once and as a whole. It is booked under `shadow` and counts in the budget; it is no
 * request: no decision, no figure of requests and no conversation has it.
 * @throws what the provider throws; ProviderError when there is no money for it, and when the answer breaks off.
 */
export async function askShadow(
  { request, ...opened }: OpenedChat,
  deployment: ServingDeployment,
  { signal, house }: ShadowCall,
): Promise<ShadowAnswer> {
  const { hints: _hints, conversation: _conversation, ...asked } = request;
  const chat = { ...opened, request: { ...asked, model: deployment.name } };
  const run = startRun(chat.request, { ...SHADOW_PAYER, requestId: newId("shadow-"), signal }, house);
  run.isRecorded = true;
  run.chat = chat;
  try {
    const refused = mayAsk(deployment.name, chat, run);
    if (refused !== undefined) throw failed(`${deployment.name} was not asked: ${refused}`, "NOT_ASKED");
    const latencyMs = await hearWhole(chat, deployment, run);
    const costUsd = await book("answered", run);
    return { model: deployment.model, text: run.told.text, latencyMs, costUsd };
  } catch (error) {
    if (run.legs.length === 0 && hasWorked(error)) run.unanswered.push({ deployment, soFar: "" });
    if (!run.isSettled && run.legs.length + run.unanswered.length > 0) await book("failed", run);
    throw error;
  } finally {
    await closeRun(run);
  }
}

/** @returns US dollars of it; undefined when no price is known. */
async function book(outcome: LedgerOutcome, run: Run): Promise<number | undefined> {
  const bill = await settle(run.chat, outcome, run);
  tellSpent("shadow", bill, run);
  return bill.costUsd;
}

/** @returns milliseconds of the call. */
async function hearWhole(chat: OpenedChat, deployment: ServingDeployment, run: Run): Promise<number> {
  const { told, timer, deadline } = run;
  const startedAt = timer.elapsed();
  const request = requestFor(chat, deployment);
  const reply = await deployment.provider.chat(request, { stream: false, signal: deadline.signal });
  const leg: Leg = { deployment, reply, text: "", soFar: "", purpose: "shadow" };
  run.legs.push(leg);
  for await (const part of reply.parts) hear(told, part, timer.elapsed);
  leg.text = told.text;
  if (told.usageTold) leg.end = { reason: "stop", billed: { ...told.usage, estimated: false }, wasted: NONE };
  if (!isWhole(told)) throw failed(told.error ?? `${deployment.name} gave no whole answer.`, "STREAM_CUT");
  return timer.elapsed() - startedAt;
}

const NONE = { promptTokens: 0, completionTokens: 0, estimated: false };

const failed = (message: string, code: string) => new ProviderError(message, { code, retryable: true });
