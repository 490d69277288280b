import type { LedgerEntry } from "./ledger-entry.ts";
import { toNanos, toUsd } from "./nano-dollars.ts";

/** The entry as every ledger keeps it: time to the millisecond, costs to the billionth of a dollar, nothing that is `undefined`. */
export function roundEntry(entry: LedgerEntry): LedgerEntry {
  const { requestId, at, tenant, client, project, user, outcome, charges } = entry;
  return {
    requestId,
    at: Math.floor(at),
    tenant,
    client,
    ...(project !== undefined && { project }),
    ...(user !== undefined && { user }),
    outcome,
    charges: charges.map(({ costUsd, ...charge }) => ({
      ...charge,
      costUsd: costUsd === undefined ? undefined : toUsd(toNanos(costUsd)),
    })),
  };
}
