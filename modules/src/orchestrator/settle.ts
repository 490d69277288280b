import type { LedgerEntry, LedgerOutcome } from "../cost/ledger-entry.ts";
import { type Bill, billOf } from "./charges.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { House } from "./house.ts";
import type { Run } from "./run.ts";

/**
 * Charges what the request cost and waits until that is on record: only then is an answer given whole.
 * @throws LedgerError when it cannot be kept and cost money, or nobody knows what.
 */
export async function settle(chat: OpenedChat | undefined, outcome: LedgerOutcome, run: Run): Promise<Bill> {
  const bill = await billOf(chat, run);
  const { context, startedAt, house } = run;
  const { requestId, tenant, client, project, user } = context;
  run.isSettled = true;
  const entry: LedgerEntry = {
    requestId,
    tenant,
    client,
    ...(project !== undefined && { project }),
    ...(user !== undefined && { user }),
    at: startedAt,
    outcome,
    charges: bill.charges,
  };
  await keep(entry, bill, house);
  return bill;
}

/** What cost nothing may go out although it is not on record, and the ledger says since when it fails; what cost money may not. */
async function keep(entry: LedgerEntry, { costUsd }: Bill, { ledger }: House): Promise<void> {
  try {
    await ledger?.record(entry);
  } catch (error) {
    if (costUsd !== 0 || ledger?.health().state !== "failing") throw error;
  }
}

/** How a request ended whose answer is told. */
export const outcomeOf = ({ told }: Run): LedgerOutcome =>
  told.endReason === "cut" ? "cut" : told.endReason === "cancelled" ? "cancelled" : "answered";
