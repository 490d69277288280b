import type { Payer } from "./ledger-entry.ts";

/** Calendar time in UTC after which a limit begins anew; `total` never does. */
export type BudgetPeriod = "hour" | "day" | "month" | "total";

/** So much and no more. */
export interface BudgetLimit {
  /** As alerts and refusals call it. */
  readonly name: string;
  /** US dollars in each period; 0 allows what costs nothing only. */
  readonly usd: number;
  readonly period: BudgetPeriod;
  /** Holds for these only. */
  readonly only?: Partial<Payer>;
  /** Each of them has this much for itself; without it, all together. Clients, projects and users are told apart by tenant. */
  readonly each?: keyof Payer;
  /** Parts of the limit, 0 to 1, at which an alert is given. Default 0.5, 0.8 and 1. */
  readonly alertAt?: readonly number[];
}

/** Money that cannot be overspent: what a call can cost at most is set aside before it is made. */
export interface Budget {
  /** The account of one request. Takes nothing yet. */
  open(request: BudgetRequest): RequestBudget;
  /** Where the limits stand now, by name and key. */
  states(): readonly BudgetState[];
}

export interface BudgetRequest extends Payer {
  readonly requestId: string;
  /** What this request may cost in all, US dollars. */
  readonly limitUsd?: number;
}

/** One request's account: a reservation for each call that it makes, one after the other or at once. */
export interface RequestBudget {
  /**
   * Sets aside what a call can cost at most (`mostItCanCost`), in every limit that holds for the request or in none. To be
   * asked before each hop. 0, a model on this machine, is always granted.
   * @param mostUsd `undefined` when no price is known: refused where a limit holds, unless the budget was told otherwise.
   */
  reserve(mostUsd: number | undefined): Reservation | BudgetRefusal;
  /** What the request was charged so far, US dollars. */
  readonly spentUsd: number;
  /** Lets go of all that is still set aside. To be called however the request ends; again does nothing. */
  close(): void;
}

/** Set aside for one call; the first of `settle` and `release` counts. */
export interface Reservation {
  readonly outcome: "reserved";
  readonly heldUsd: number;
  /**
   * The call was billed: this is charged, what is left becomes free.
   * @param costUsd `undefined` when nobody knows: then all that was set aside is charged.
   */
  settle(costUsd: number | undefined): void;
  /** The call was not billed. */
  release(): void;
}

export interface BudgetRefusal {
  readonly outcome: "refused";
  /** `limit`: the money is not there. `unpriced`: nobody can say what it costs. `closed`: the request is over. */
  readonly reason: "limit" | "unpriced" | "closed";
  /** Name of the limit that said no; `request` is the request's own. */
  readonly limit: string;
  /** Whose limit it is, such as a client's name; empty when it is everybody's. */
  readonly key: string;
  readonly askedUsd: number | undefined;
  /** What this limit still has. */
  readonly freeUsd: number;
  /** Milliseconds until the period ends and there is money again; absent for `total` and `request`. */
  readonly retryAfterMs?: number;
}

export interface BudgetState {
  readonly name: string;
  readonly key: string;
  readonly limitUsd: number;
  /** Charged in this period. */
  readonly spentUsd: number;
  /** Set aside for calls under way. */
  readonly heldUsd: number;
  readonly freeUsd: number;
  readonly period: BudgetPeriod;
  /** Milliseconds since 1970-01-01 UTC; absent for `total`. */
  readonly endsAt?: number;
}

interface LimitEvent {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly limit: string;
  readonly key: string;
}

export type BudgetEvent =
  /** Spending reached a part of the limit; told once in a period for each part. */
  | (LimitEvent & {
      readonly type: "alert";
      /** 0.8 for 80 %. */
      readonly part: number;
      readonly spentUsd: number;
      readonly limitUsd: number;
    })
  | (LimitEvent & { readonly type: "refused"; readonly requestId: string; readonly refusal: BudgetRefusal })
  /** A provider billed more than the call could cost by our count: it is charged all the same. */
  | (LimitEvent & {
      readonly type: "underestimated";
      readonly requestId: string;
      readonly heldUsd: number;
      readonly costUsd: number;
    });
