import type { Provenance } from "../chat/provenance.ts";
import type { RequestContext } from "../chat/request-context.ts";
import type { Tier } from "../chat/source.ts";
import type { Usage } from "../chat/stream-part.ts";

/** Whom something is charged to: the lasting part of a request's context. */
export type Payer = Pick<RequestContext, "tenant" | "client" | "project" | "user">;

/**
 * What tokens were paid for: the answer that was given, an attempt whose text nobody got, the choice of the way, or a second model's
 * answer that is only held against the real one.
 */
export type ChargePurpose = "answer" | "wasted" | "routing" | "shadow";

export const CHARGE_PURPOSES: readonly ChargePurpose[] = ["answer", "wasted", "routing", "shadow"];

/** How a request ended for whoever asked. */
export type LedgerOutcome = "answered" | "cut" | "cancelled" | "failed";

export const LEDGER_OUTCOMES: readonly LedgerOutcome[] = ["answered", "cut", "cancelled", "failed"];

export const TIERS: readonly Tier[] = ["local", "apim", "foundry", "azure", "cloud"];

/** Tokens of one call of one model, and their price. */
export interface Charge {
  readonly purpose: ChargePurpose;
  readonly model: string;
  readonly deployment?: string;
  readonly tier: Tier;
  readonly provenance: Provenance;
  readonly usage: Usage;
  /** The provider told no tokens, so they were counted here. */
  readonly estimated?: boolean;
  /** US dollars, kept to the billionth; `undefined` when no price is known, which is not 0. */
  readonly costUsd: number | undefined;
}

/** Everything that one request cost. */
export interface LedgerEntry extends Payer {
  /** Within a tenant, one request has one entry: what comes again under its id changes nothing. */
  readonly requestId: string;
  /** When the request was admitted, in milliseconds since 1970-01-01 UTC: the budget's period that it counts in. */
  readonly at: number;
  readonly outcome: LedgerOutcome;
  /** None for a request that cost nothing, such as an answer from the cache. */
  readonly charges: readonly Charge[];
}
