import type { Charge } from "../../modules/src/cost/ledger-entry.ts";
import type { KpiRow, ProvenanceClass } from "../../modules/src/telemetry/index.ts";
import type { BesideCost } from "./part-entries.ts";

/** One request of the period: what its entry in the ledger, its trace and its judges say. */
export interface ReportRow extends KpiRow {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Who decided; `not known` without a trace. */
  readonly router: string;
  /** Without a trace there are no times, no calls that cost nothing, and no failures. */
  readonly isTraced: boolean;
  /** Empty without an entry in the ledger. */
  readonly charges: readonly Charge[];
  /** Classes that took part, that of the answer first; none when nobody answered and nothing was paid. */
  readonly classes: readonly ProvenanceClass[];
}

/** What was found, and how far it fits together. */
export interface ReportRows {
  readonly rows: readonly ReportRow[];
  /** Requests with both an entry and a trace. */
  readonly joined: number;
  readonly ledgerOnly: number;
  readonly traceOnly: number;
  /** Request ids that several requests have; they are counted as the ledger has them. */
  readonly repeatedIds: number;
  /** Requests with a call whose price is not known: no figure of cost has them. */
  readonly unpriced: number;
  readonly judged: number;
  /** Health checks and embeddings: no row has them. */
  readonly beside: readonly BesideCost[];
}
