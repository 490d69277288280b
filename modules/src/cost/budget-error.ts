import { LabError } from "../core/errors.ts";
import type { BudgetRefusal } from "./budget.ts";
import { explainRefusal } from "./explain-refusal.ts";

/** The money for a call is not there. A model on this machine costs none and is always allowed. */
export class BudgetError extends LabError {
  readonly refusal: BudgetRefusal;
  /** Milliseconds until the budget's next period; `undefined` when waiting does not help. */
  readonly retryAfterMs: number | undefined;

  constructor(refusal: BudgetRefusal) {
    super(explainRefusal(refusal), {
      code: "BUDGET_EXCEEDED",
      hint: "Ask a model on this machine, ask for a shorter answer, or raise the limit.",
    });
    this.refusal = refusal;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}
