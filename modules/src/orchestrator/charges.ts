import type { TokenPrice } from "../catalog/catalog.ts";
import { loadTokenCounter } from "../cost/count-usage.ts";
import type { Charge } from "../cost/ledger-entry.ts";
import { addTokens, NO_TOKENS } from "../resilience/billed-tokens.ts";
import type { BilledTokens } from "../resilience/route-part.ts";
import { requestFor } from "./ask-deployment.ts";
import { promptTokensOf } from "./count-tokens.ts";
import type { OpenedChat } from "./guard-chat.ts";
import { costUsd, priceOf, settleLeg } from "./reserve.ts";
import type { Leg, Run } from "./run.ts";

/** What each deployment's part cost, and which of it the answer stands on. */
export interface Bill {
  readonly charges: readonly Charge[];
  /** Tokens of the answer as it stands. */
  readonly answered: BilledTokens;
  readonly wasted: BilledTokens;
  /** US dollars of everything; undefined when a price or a deployment's tokens are not known. */
  readonly costUsd: number | undefined;
}

/** Adds up what a request's deployments are charged with, and charges it to the budget. Counts tokens that nobody told. */
export async function billOf(chat: OpenedChat | undefined, run: Run): Promise<Bill> {
  const { legs, house } = run;
  const lastVoid = legs.findLastIndex(({ end }) => end?.reason === "restarted");
  const bills: LegBill[] = [];
  for (const [index, leg] of legs.entries()) {
    const billed = isTold(leg) ? leg.end.billed : await counted(leg, chat);
    const price = priceOf(leg.deployment, house, leg.reply.servedModel);
    const totalUsd = costUsd(billed, price);
    settleLeg(leg, totalUsd, run);
    bills.push({ leg, price, totalUsd, isVoid: index <= lastVoid, ...split(leg, billed, index <= lastVoid) });
  }
  return {
    charges: bills.flatMap(chargesOf),
    answered: bills.reduce((sum, { answered }) => addTokens(sum, answered), NO_TOKENS),
    wasted: bills.reduce((sum, { wasted }) => addTokens(sum, wasted), NO_TOKENS),
    costUsd: bills.reduce<number | undefined>(
      (sum, { totalUsd }) => (sum === undefined || totalUsd === undefined ? undefined : sum + totalUsd),
      0,
    ),
  };
}

/** What one leg is charged with: what the answer stands on, and what was for nothing. */
interface LegBill {
  readonly leg: Leg;
  readonly price: TokenPrice | undefined;
  readonly totalUsd: number | undefined;
  /** Another deployment has begun anew since. */
  readonly isVoid: boolean;
  readonly answered: BilledTokens;
  readonly wasted: BilledTokens;
}

const isTold = (leg: Leg): leg is Leg & { end: NonNullable<Leg["end"]> } =>
  leg.end !== undefined && !leg.end.billed.estimated;

/** Counted here, as the provider told nothing: its caller left, it broke off, or it never does. */
async function counted(
  { deployment, text, soFar }: Leg,
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

function split({ end }: Leg, billed: BilledTokens, isVoid: boolean): Pick<LegBill, "answered" | "wasted"> {
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

function chargesOf(bill: LegBill): readonly Charge[] {
  const { answered, wasted, isVoid } = bill;
  const isWasted = wasted.promptTokens + wasted.completionTokens > 0;
  return [
    ...(isVoid ? [] : [chargeOf(bill.leg.purpose ?? "answer", answered, bill)]),
    ...(isWasted ? [chargeOf("wasted", wasted, bill)] : []),
  ];
}

function chargeOf(purpose: Charge["purpose"], tokens: BilledTokens, { leg, price }: LegBill): Charge {
  const { deployment, reply } = leg;
  const { promptTokens, completionTokens, estimated } = tokens;
  return {
    purpose,
    model: deployment.model,
    deployment: deployment.name,
    tier: deployment.tier,
    provenance: reply.provenance,
    usage: { promptTokens, completionTokens },
    ...(estimated && { estimated }),
    costUsd: costUsd(tokens, price),
  };
}
