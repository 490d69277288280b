import type { LedgerEntry } from "./ledger-entry.ts";
import { toNanos, toUsd } from "./nano-dollars.ts";

/** The entry as every ledger keeps it: costs to the billionth of a dollar. */
export const roundCosts = (entry: LedgerEntry): LedgerEntry => ({
  ...entry,
  charges: entry.charges.map((charge) => ({
    ...charge,
    costUsd: charge.costUsd === undefined ? undefined : toUsd(toNanos(charge.costUsd)),
  })),
});
