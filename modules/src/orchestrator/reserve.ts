import type { TokenPrice } from "../catalog/catalog.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import { explainRefusal } from "../cost/explain-refusal.ts";
import { mostItCanCost, promptTokensAtMost } from "../cost/most-it-can-cost.ts";
import type { BilledTokens } from "../resilience/route-part.ts";
import { requestToGoOn } from "./ask-deployment.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { Run } from "./run.ts";
import type { ServingDeployment } from "./serving.ts";
import type { Unanswered } from "./unanswered.ts";

const FREE: TokenPrice = { input: 0, output: 0 };

export interface PriceWhen {
  /** Milliseconds since 1970-01-01 UTC at which the request came. */
  readonly at: number;
  /** Model that says it answered; default: the one that was asked. */
  readonly servedModel?: string;
}

/**
 * The price at which a deployment is charged: the dated one that holds for its model at that time; before the first date its own, else
 * what the catalog has for the model that says it answered or that was asked, else the first dated one; undefined when none is
 * known. A model on this machine costs nothing.
 */
export function priceOf(
  { tier, usdPerMillion, served, model }: ServingDeployment,
  { catalog, prices }: Pick<House, "catalog" | "prices">,
  { at, servedModel = served }: PriceWhen,
): TokenPrice | undefined {
  if (tier === "local") return FREE;
  const dated = prices?.priceAt(model, at);
  if (dated && !dated.assumed) return dated.usdPerMillion;
  const known = usdPerMillion ?? catalog.model(servedModel)?.usdPerMillion;
  const listed = known ?? catalog.model(served)?.usdPerMillion ?? catalog.model(model)?.usdPerMillion;
  return listed ?? dated?.usdPerMillion;
}

/**
 * Sets aside what a call of a deployment can cost at most; asked anew at every hop. While the ledger cannot be written, only what
 * costs nothing is asked.
 * @returns why it may not be asked, in a few words; undefined when it may.
 */
export function mayAsk(name: string, chat: OpenedChat, run: Run): string | undefined {
  const { account, reservations, house } = run;
  const deployment = house.serving.deployment(name);
  if (!deployment) return undefined;
  const ledger = house.ledger?.health();
  if (ledger?.state === "failing" && priceOf(deployment, house, whenOf(run)) !== FREE) {
    run.unbookable = ledger.problem;
    return "the ledger cannot be written";
  }
  if (!account) return undefined;
  letGoOfFailed(chat, run);
  const asked = account.reserve(mostOf(chat, deployment, run));
  if (asked.outcome === "refused") {
    run.refusals.set(name, asked);
    return explainRefusal(asked);
  }
  reservations.set(name, asked);
  return undefined;
}

/** US dollars that asking a deployment cannot exceed: one answer, and a prompt for each time that it may be asked for it. */
function mostOf(chat: OpenedChat, deployment: ServingDeployment, run: Run) {
  const { house, told } = run;
  const usdPerMillion = priceOf(deployment, house, whenOf(run));
  if (usdPerMillion === FREE) return 0;
  const { messages, maxTokens: maxCompletionTokens = deployment.maxTokens } = requestToGoOn(
    chat,
    deployment,
    told.text,
  );
  const promptTokens = promptTokensAtMost(messages) * (deployment.maxAttempts ?? house.maxAttempts);
  return mostItCanCost({ usdPerMillion }, { promptTokens, maxCompletionTokens });
}

/**
 * Of deployments that failed before their first word, no more than their prompts is held. Where several are asked at one time,
 * none is known to have failed for good until the request is over.
 */
function letGoOfFailed(chat: OpenedChat, run: Run): void {
  const { reservations, legs, plan, unanswered, account } = run;
  if (plan?.fallback.hedgeAfterMs !== undefined) return;
  for (const [name, reservation] of [...reservations]) {
    if (legs.some(({ deployment }) => deployment.name === name)) continue;
    reservation.release();
    reservations.delete(name);
    const prompts = unanswered.filter(({ deployment }) => deployment.name === name);
    const held = prompts.length > 0 ? account?.reserve(promptsAtMost(prompts, chat, run)) : undefined;
    if (held?.outcome === "reserved") reservations.set(name, held);
  }
}

/** US dollars that prompts which nobody answered cannot exceed. */
function promptsAtMost(prompts: readonly Unanswered[], chat: OpenedChat, run: Run): number | undefined {
  return prompts.reduce<number | undefined>((sum, { deployment, soFar }) => {
    const promptTokens = promptTokensAtMost(requestToGoOn(chat, deployment, soFar).messages);
    const usd = costUsd({ promptTokens, completionTokens: 0 }, priceOf(deployment, run.house, whenOf(run)));
    return sum === undefined || usd === undefined ? undefined : sum + usd;
  }, 0);
}

/** A request has the prices of the time at which it came. */
export const whenOf = ({ startedAt }: Run) => ({ at: startedAt });

/** Charges to the budget what all calls of a deployment have cost, once. */
export function settleCalls(name: string, usd: number | undefined, { reservations }: Run): void {
  reservations.get(name)?.settle(usd);
  reservations.delete(name);
}

export const costUsd = (
  { promptTokens, completionTokens }: Pick<BilledTokens, "promptTokens" | "completionTokens">,
  usdPerMillion: TokenPrice | undefined,
): number | undefined => answerCostUsd({ usdPerMillion }, { promptTokens, completionTokens });
