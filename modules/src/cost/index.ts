export { answerCostUsd } from "./answer-cost.ts";
export type {
  Budget,
  BudgetEvent,
  BudgetLimit,
  BudgetPeriod,
  BudgetRefusal,
  BudgetRequest,
  BudgetState,
  RequestBudget,
  Reservation,
} from "./budget.ts";
export { BudgetError } from "./budget-error.ts";
export { countUsage, loadTokenCounter, type Vocabulary, vocabularyOf } from "./count-usage.ts";
export { type BudgetOptions, createBudget, openBudget } from "./create-budget.ts";
export { explainRefusal } from "./explain-refusal.ts";
export {
  LEDGER_GROUPS,
  type Ledger,
  type LedgerFilter,
  type LedgerGroup,
  type LedgerGroupSums,
  type LedgerHealth,
  type LedgerSummary,
  type LedgerSums,
  type RecordResult,
} from "./ledger.ts";
export type { LedgerSync } from "./ledger-database.ts";
export type { Charge, ChargePurpose, LedgerEntry, LedgerOutcome, Payer } from "./ledger-entry.ts";
export { LedgerError, type LedgerErrorCode } from "./ledger-error.ts";
export { createMemoryLedger } from "./memory-ledger.ts";
export { mostItCanCost, promptTokensAtMost } from "./most-it-can-cost.ts";
export { type LedgerEvent, type OpenLedgerOptions, openLedger } from "./open-ledger.ts";
export { textSlices } from "./text-slices.ts";
