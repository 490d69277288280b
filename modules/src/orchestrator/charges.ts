import { loadTokenCounter } from "../cost/count-usage.ts";
import type { Charge } from "../cost/ledger-entry.ts";
import type { BilledTokens } from "../resilience/route-part.ts";
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

const NONE: BilledTokens = { promptTokens: 0, completionTokens: 0, estimated: false };

/** Adds up what a request's deployments are charged with, and charges it to the budget. Counts tokens that nobody told. */
export async function billOf(chat: OpenedChat | undefined, run: Run): Promise<Bill> {
  const { legs } = run;
  if (legs.length === 0) return { charges: [], answered: NONE, wasted: NONE, costUsd: 0 };
  const billed: BilledTokens[] = [];
  for (const leg of legs) billed.push(isTold(leg) ? leg.end.billed : await counted(leg, chat));
  const lastVoid = legs.findLastIndex(({ end }) => end?.reason === "restarted");
  const split = legs.map((leg, index) => partsOf(leg, billed[index] ?? NONE, index <= lastVoid));
  const prices = legs.map(({ deployment, reply }) => priceOf(deployment, run.house, reply.servedModel));
  const totals = legs.map((_, index) => costUsd(billed[index] ?? NONE, prices[index]));
  legs.forEach((leg, index) => {
    settleLeg(leg, totals[index], run);
  });
  return {
    charges: legs.flatMap((leg, index) => [
      ...chargeOf("answer", leg, split[index]?.answered, costOfPart(split[index]?.answered, prices[index])),
      ...chargeOf("wasted", leg, split[index]?.wasted, costOfPart(split[index]?.wasted, prices[index])),
    ]),
    answered: split.map(({ answered }) => answered).reduce(add, NONE),
    wasted: split.map(({ wasted }) => wasted).reduce(add, NONE),
    costUsd: totals.includes(undefined)
      ? undefined
      : totals.reduce<number>((sum, usd) => sum + (usd ?? 0), 0),
  };
}

const isTold = (leg: Leg): leg is Leg & { end: NonNullable<Leg["end"]> } =>
  leg.end !== undefined && !leg.end.billed.estimated;

/** Counted here, as the provider told nothing: its caller left, it broke off, or it never does. */
async function counted({ text, soFar }: Leg, chat: OpenedChat | undefined): Promise<BilledTokens> {
  const count = await loadTokenCounter("o200k");
  return {
    promptTokens: promptTokensOf(chat?.messages ?? [], count) + count(soFar),
    completionTokens: count(text),
    estimated: true,
  };
}

/** What of a leg the answer stands on, and what was paid for nothing. */
function partsOf({ end }: Leg, billed: BilledTokens, isVoid: boolean) {
  if (isVoid) return { answered: NONE, wasted: billed };
  // A void beginning's waste is booked at its own leg; here it counts only what this one was sent or said twice.
  const wasted = end && end.reason !== "restarted" ? atMost(end.wasted, billed) : NONE;
  return { wasted, answered: { ...add(billed, negative(wasted)), estimated: billed.estimated } };
}

function chargeOf(
  purpose: Charge["purpose"],
  { deployment, reply }: Leg,
  tokens: BilledTokens | undefined,
  usd: number | undefined,
): readonly Charge[] {
  if (!tokens || (purpose === "wasted" && tokens.promptTokens + tokens.completionTokens === 0)) return [];
  const { promptTokens, completionTokens, estimated } = tokens;
  return [
    {
      purpose,
      model: deployment.model,
      deployment: deployment.name,
      tier: deployment.tier,
      provenance: reply.provenance,
      usage: { promptTokens, completionTokens },
      ...(estimated && { estimated }),
      costUsd: usd,
    },
  ];
}

const costOfPart = (tokens: BilledTokens | undefined, price: ReturnType<typeof priceOf>) =>
  costUsd(tokens ?? NONE, price);

const add = (one: BilledTokens, other: BilledTokens): BilledTokens => ({
  promptTokens: one.promptTokens + other.promptTokens,
  completionTokens: one.completionTokens + other.completionTokens,
  estimated: one.estimated || other.estimated,
});

const atMost = (one: BilledTokens, bound: BilledTokens): BilledTokens => ({
  promptTokens: Math.min(one.promptTokens, bound.promptTokens),
  completionTokens: Math.min(one.completionTokens, bound.completionTokens),
  estimated: one.estimated,
});

const negative = ({ promptTokens, completionTokens }: BilledTokens): BilledTokens => ({
  promptTokens: -promptTokens,
  completionTokens: -completionTokens,
  estimated: false,
});
