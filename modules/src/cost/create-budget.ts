import { type Clock, systemClock } from "../core/clock.ts";
import { SettingsError } from "../core/errors.ts";
import type { Budget, BudgetEvent, BudgetLimit } from "./budget.ts";
import { spanOf } from "./budget-period.ts";
import type { Ledger } from "./ledger.ts";
import type { Payer } from "./ledger-entry.ts";
import { createLimitAccount, keyOf, type LimitAccount } from "./limit-account.ts";
import { openRequestBudget } from "./open-request-budget.ts";

export interface BudgetOptions {
  /** None: nothing is refused. All that hold for a request have to allow it. */
  readonly limits: readonly BudgetLimit[];
  readonly clock?: Pick<Clock, "now">;
  /** Calls of models without a known price: `refuse` (default) where a limit holds, or `allow`, charging nothing. */
  readonly unpriced?: "refuse" | "allow";
  readonly onEvent?: (event: BudgetEvent) => void;
}

/**
 * A budget of this process. What a call can cost is set aside when it is admitted and at every further hop, so calls at the same
 * time cannot overspend together; holds as long as providers bill no more than was set aside (event `underestimated`).
 * @throws SettingsError with a line for each limit that cannot be.
 */
export function createBudget(options: BudgetOptions): Budget {
  return budgetOf(options, accountsOf(options));
}

/**
 * A budget that goes on where the ledger is: what was recorded in the running periods counts as spent. Calls that were under way
 * when a process was killed are in no ledger, and so in no budget.
 * @throws SettingsError as `createBudget`; LedgerError when the ledger cannot be read.
 */
export async function openBudget(options: BudgetOptions & { readonly ledger: Ledger }): Promise<Budget> {
  const accounts = accountsOf(options);
  const at = (options.clock ?? systemClock).now();
  for (const account of accounts) await restoreAccount(account, options.ledger, at);
  return budgetOf(options, accounts);
}

function budgetOf(options: BudgetOptions, accounts: readonly LimitAccount[]): Budget {
  const { clock = systemClock, unpriced = "refuse", onEvent = ignore } = options;
  return {
    open: (request) => openRequestBudget(request, { accounts, clock, unpriced, onEvent }),
    states: () => accounts.flatMap((account) => account.states(clock.now())),
  };
}

function accountsOf({ limits, clock = systemClock, onEvent = ignore }: BudgetOptions): LimitAccount[] {
  checkLimits(limits);
  return limits.map((limit) => createLimitAccount(limit, clock, onEvent));
}

async function restoreAccount(account: LimitAccount, ledger: Ledger, at: number): Promise<void> {
  const { only = {}, each, period } = account.limit;
  const filter = { ...only, from: spanOf(period, at).startsAt };
  if (each === undefined) return account.restore("", (await ledger.summary(filter)).costUsd, at);
  for (const { key: tenant } of (await ledger.summary({ ...filter, by: "tenant" })).groups) {
    const { groups } = await ledger.summary({ ...filter, tenant, by: each });
    for (const { key, costUsd } of groups)
      account.restore(keyOf(account.limit, payerOf(tenant, each, key)), costUsd, at);
  }
}

/** A payer who has the purse of this key. */
const payerOf = (tenant: string, each: keyof Payer, key: string): Payer => ({
  client: "",
  ...(each !== "tenant" && { [each]: key }),
  tenant,
});

function checkLimits(limits: readonly BudgetLimit[]): void {
  const problems = limits.flatMap((limit, place) => {
    const where = `limits[${place}] (${limit.name})`;
    const parts = limit.alertAt ?? [];
    return [
      ...(limit.name === "" ? [`limits[${place}].name must not be empty.`] : []),
      ...(limit.usd >= 0 && limit.usd <= MOST_USD
        ? []
        : [`${where}: usd must be 0 to ${MOST_USD}, not ${limit.usd}.`]),
      ...(parts.every((part) => part > 0 && part <= 1)
        ? []
        : [`${where}: alertAt must hold numbers above 0, up to 1.`]),
      ...(limits.findIndex(({ name }) => name === limit.name) < place
        ? [`${where}: another limit has this name.`]
        : []),
    ];
  });
  if (problems.length > 0) throw new SettingsError(problems, "Correct the limits of the budget.");
}

/** Sums up to here are exact to the billionth. */
const MOST_USD = 1_000_000;

const ignore = () => {};
