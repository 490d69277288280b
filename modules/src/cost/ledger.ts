import type { LedgerEntry } from "./ledger-entry.ts";

/** The book of what requests cost. */
export interface Ledger {
  /**
   * Resolves when the entry will outlive a crash of the process: only then may the request's last byte go out.
   * `repeated`: the tenant's request of this id was there before, and stays as it was.
   * @throws LedgerError when the entry cannot be kept: bad figures, a full disk, a closed ledger. It is then not in the
   * ledger, or, after a crash in the middle, in it once: recording it again is always right.
   */
  record(entry: LedgerEntry): Promise<RecordResult>;
  /** Sums over recorded entries. */
  summary(filter?: LedgerFilter): Promise<LedgerSummary>;
  /** Recorded entries, oldest first. */
  entries(filter?: LedgerFilter & { readonly limit?: number }): Promise<readonly LedgerEntry[]>;
  /** Whether the last try to record succeeded. While it is `failing`, paid calls better wait: their cost could not be kept. */
  health(): LedgerHealth;
  /** Waits for entries that are under way, then lets go of the file. Closing again does nothing. */
  close(): Promise<void>;
}

export type RecordResult = "recorded" | "repeated";

export type LedgerHealth =
  | { readonly state: "ready" }
  | {
      readonly state: "failing";
      /** Milliseconds since 1970-01-01 UTC. */
      readonly since: number;
      readonly problem: string;
    };

/** What sums are parted by; `day` and `hour` in UTC. A request of two models counts in the groups of both. */
export const LEDGER_GROUPS = [
  "tenant",
  "client",
  "project",
  "user",
  "model",
  "tier",
  "provenance",
  "purpose",
  "outcome",
  "day",
  "hour",
] as const;

export type LedgerGroup = (typeof LEDGER_GROUPS)[number];

/** Entries that have all of these; charges of these models. */
export interface LedgerFilter {
  /** At or after, in milliseconds since 1970-01-01 UTC. */
  readonly from?: number;
  /** Before. */
  readonly until?: number;
  readonly tenant?: string;
  readonly client?: string;
  readonly project?: string;
  readonly user?: string;
  readonly model?: string;
  /** One row for each value, by falling cost; for `day` and `hour` in the order of time. */
  readonly by?: LedgerGroup;
}

export interface LedgerSums {
  /** Requests with at least one charge that counts here, or without any charge when no model is asked for. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Of charges whose price is known. */
  readonly costUsd: number;
  /** The part of it that bought no answer: `wasted`. */
  readonly wastedUsd: number;
  /** The part of it that chose the way: `routing`. */
  readonly routingUsd: number;
  /** Charges without a known price: `costUsd` says nothing about them. */
  readonly unpriced: number;
}

export interface LedgerGroupSums extends LedgerSums {
  /** A client's name, a day such as `2026-11-21`, an hour such as `2026-11-21T14`; empty where the entry has none. */
  readonly key: string;
}

export interface LedgerSummary extends LedgerSums {
  /** Empty without `by`. */
  readonly groups: readonly LedgerGroupSums[];
}
