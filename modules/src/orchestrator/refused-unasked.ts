import { BudgetError } from "../cost/budget-error.ts";
import { LedgerError } from "../cost/ledger-error.ts";
import type { Run } from "./run.ts";

/** Why a request failed before anybody was asked: no money for it, or nowhere to write its cost; undefined when something else did. */
export function refusedUnasked({
  attempts,
  refusals,
  unbookable,
}: Run): BudgetError | LedgerError | undefined {
  if (attempts.length > 0) return undefined;
  const [refusal] = refusals.values();
  if (refusal) return new BudgetError(refusal);
  if (unbookable === undefined) return undefined;
  return new LedgerError(
    `No model that costs money is asked now: the ledger cannot be written. ${unbookable}`,
    {
      code: "LEDGER_UNUSABLE",
      hint: "Ask again in a moment, or a model of this machine.",
    },
  );
}
