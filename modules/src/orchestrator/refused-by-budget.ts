import { BudgetError } from "../cost/budget-error.ts";
import type { Run } from "./run.ts";

/** The budget's own error when nobody was asked as there was no money for it; undefined when something else failed. */
export function refusedByBudget({ attempts, refusals }: Run): BudgetError | undefined {
  const [refusal] = refusals.values();
  return refusal !== undefined && attempts.length === 0 ? new BudgetError(refusal) : undefined;
}
