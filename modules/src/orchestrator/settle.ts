import type { LedgerOutcome } from "../cost/ledger-entry.ts";
import { type Bill, billOf } from "./charges.ts";
import type { OpenedChat } from "./guard-chat.ts";
import type { Run } from "./run.ts";

/**
 * Charges what the request cost and waits until that is on record: only then is an answer given whole.
 * @throws LedgerError when it cannot be kept.
 */
export async function settle(chat: OpenedChat | undefined, outcome: LedgerOutcome, run: Run): Promise<Bill> {
  const bill = await billOf(chat, run);
  const { context, startedAt, house } = run;
  const { requestId, tenant, client, project, user } = context;
  run.isSettled = true;
  await house.ledger?.record({
    requestId,
    tenant,
    client,
    ...(project !== undefined && { project }),
    ...(user !== undefined && { user }),
    at: startedAt,
    outcome,
    charges: bill.charges,
  });
  return bill;
}

/** How a request ended whose answer is told. */
export const outcomeOf = ({ told }: Run): LedgerOutcome =>
  told.endReason === "cut" ? "cut" : told.endReason === "cancelled" ? "cancelled" : "answered";
