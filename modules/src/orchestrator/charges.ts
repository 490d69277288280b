import type { TokenPrice } from "../catalog/catalog.ts";
import type { Provenance } from "../chat/provenance.ts";
import { loadTokenCounter } from "../cost/count-usage.ts";
import type { Charge } from "../cost/ledger-entry.ts";
import { addTokens, NO_TOKENS } from "../resilience/billed-tokens.ts";
import type { BilledTokens } from "../resilience/route-part.ts";
import { requestFor } from "./ask-deployment.ts";
import { promptTokensOf } from "./count-tokens.ts";
import type { OpenedChat } from "./guard-chat.ts";
import { costUsd, priceOf, settleCalls, whenOf } from "./reserve.ts";
import type { Leg, Run } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import type { Unanswered } from "./unanswered.ts";

/** What each call cost, and which of it the answer stands on. */
export interface Bill {
  readonly charges: readonly Charge[];
  /** Tokens of the answer as it stands. */
  readonly answered: BilledTokens;
  readonly wasted: BilledTokens;
  /** US dollars of everything; undefined when a price or a deployment's tokens are not known. */
  readonly costUsd: number | undefined;
}

/**
 * Adds up what a request's deployments are charged with, and charges it to the budget: those that answered, and those that took
 * the prompt and said nothing. Counts tokens that nobody told.
 */
export async function billOf(chat: OpenedChat | undefined, run: Run): Promise<Bill> {
  const { legs, unanswered } = run;
  const lastVoid = legs.findLastIndex(({ end }) => end?.reason === "restarted");
  const bills: CallBill[] = [];
  for (const [index, leg] of legs.entries()) bills.push(await billLeg(leg, index <= lastVoid, chat, run));
  for (const call of unanswered) bills.push(await billUnanswered(call, chat, run));
  chargeBudget(bills, run);
  return {
    charges: bills.flatMap(chargesOf),
    answered: bills.reduce((sum, { answered }) => addTokens(sum, answered), NO_TOKENS),
    wasted: bills.reduce((sum, { wasted }) => addTokens(sum, wasted), NO_TOKENS),
    costUsd: sumUsd(bills),
  };
}

/** What one call is charged with: what the answer stands on, and what was for nothing. */
interface CallBill {
  readonly deployment: ServingDeployment;
  readonly provenance: Provenance;
  /** What the tokens of the answer are paid for. */
  readonly purpose: Charge["purpose"];
  readonly price: TokenPrice | undefined;
  readonly totalUsd: number | undefined;
  /** Nothing of it is part of the answer. */
  readonly isVoid: boolean;
  readonly answered: BilledTokens;
  readonly wasted: BilledTokens;
}

async function billLeg(leg: Leg, isVoid: boolean, chat: OpenedChat | undefined, run: Run): Promise<CallBill> {
  const { deployment, reply, purpose = "answer" } = leg;
  const billed = isTold(leg) ? leg.end.billed : await counted(leg, chat);
  const price = priceOf(deployment, run.house, { ...whenOf(run), servedModel: reply.servedModel });
  const totalUsd = costUsd(billed, price);
  const { provenance } = reply;
  return { deployment, provenance, purpose, price, totalUsd, isVoid, ...split(leg, billed, isVoid) };
}

/** No reply says where it came from: the provider does. */
async function billUnanswered(call: Unanswered, chat: OpenedChat | undefined, run: Run): Promise<CallBill> {
  const { deployment } = call;
  const { provenance = deployment.tier === "local" ? "local" : "live" } = deployment.provider;
  const wasted = await counted({ ...call, text: "" }, chat);
  const price = priceOf(deployment, run.house, whenOf(run));
  const totalUsd = costUsd(wasted, price);
  return {
    deployment,
    provenance,
    purpose: "wasted",
    price,
    totalUsd,
    isVoid: true,
    answered: NO_TOKENS,
    wasted,
  };
}

/** A deployment that was asked more than once has one sum set aside for all of it. */
function chargeBudget(bills: readonly CallBill[], run: Run): void {
  for (const [name, calls] of Map.groupBy(bills, ({ deployment }) => deployment.name))
    settleCalls(name, sumUsd(calls), run);
}

const sumUsd = (bills: readonly CallBill[]): number | undefined =>
  bills.reduce<number | undefined>(
    (sum, { totalUsd }) => (sum === undefined || totalUsd === undefined ? undefined : sum + totalUsd),
    0,
  );

const isTold = (leg: Leg): leg is Leg & { end: NonNullable<Leg["end"]> } =>
  leg.end !== undefined && !leg.end.billed.estimated;

/** Counted here, as the provider told nothing: its caller left, it broke off, or it never does. */
async function counted(
  { deployment, text, soFar }: Pick<Leg, "deployment" | "text" | "soFar">,
  chat: OpenedChat | undefined,
): Promise<BilledTokens> {
  const count = await loadTokenCounter("o200k");
  const messages = chat ? requestFor(chat, deployment).messages : [];
  return {
    promptTokens: promptTokensOf(messages, count) + count(soFar),
    completionTokens: count(text),
    estimated: true,
  };
}

function split({ end }: Leg, billed: BilledTokens, isVoid: boolean): Pick<CallBill, "answered" | "wasted"> {
  if (isVoid) return { answered: NO_TOKENS, wasted: billed };
  const { wasted = NO_TOKENS } = end ?? {};
  const promptTokens = Math.min(wasted.promptTokens, billed.promptTokens);
  const completionTokens = Math.min(wasted.completionTokens, billed.completionTokens);
  return {
    wasted: { promptTokens, completionTokens, estimated: wasted.estimated },
    answered: {
      promptTokens: billed.promptTokens - promptTokens,
      completionTokens: billed.completionTokens - completionTokens,
      estimated: billed.estimated,
    },
  };
}

function chargesOf(bill: CallBill): readonly Charge[] {
  const { purpose, answered, wasted, isVoid } = bill;
  const isWasted = wasted.promptTokens + wasted.completionTokens > 0;
  return [
    ...(isVoid ? [] : [chargeOf(purpose, answered, bill)]),
    ...(isWasted ? [chargeOf("wasted", wasted, bill)] : []),
  ];
}

function chargeOf(
  purpose: Charge["purpose"],
  tokens: BilledTokens,
  { deployment, provenance, price }: CallBill,
): Charge {
  const { promptTokens, completionTokens, estimated } = tokens;
  return {
    purpose,
    model: deployment.model,
    deployment: deployment.name,
    tier: deployment.tier,
    provenance,
    usage: { promptTokens, completionTokens },
    ...(estimated && { estimated }),
    costUsd: costUsd(tokens, price),
  };
}
