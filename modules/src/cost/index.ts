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
export {
  type Alternative,
  type AlternativesOptions,
  cheaperAlternatives,
  type PricedModel,
} from "./cheaper-alternatives.ts";
export { countUsage, loadTokenCounter, type Vocabulary, vocabularyOf } from "./count-usage.ts";
export { type BudgetOptions, createBudget, openBudget } from "./create-budget.ts";
export { dollars } from "./dollars.ts";
export { explainRefusal } from "./explain-refusal.ts";
export { type CostForecast, type DayCost, type ForecastOptions, forecastCost } from "./forecast-cost.ts";
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
export {
  measureSaving,
  type PricedOutcome,
  type Saving,
  type SavingOptions,
  thresholdForLoss,
} from "./measure-saving.ts";
export { createMemoryLedger } from "./memory-ledger.ts";
export { mostItCanCost, promptTokensAtMost } from "./most-it-can-cost.ts";
export { type LedgerEvent, type OpenLedgerOptions, openLedger } from "./open-ledger.ts";
export {
  createPriceList,
  type DatedPrice,
  type PriceAt,
  type PriceList,
  pricesOfCatalog,
} from "./price-list.ts";
export { textSlices } from "./text-slices.ts";
export { type TrimmedPrompt, type TrimOptions, type TrimStep, trimPrompt } from "./trim-prompt.ts";
