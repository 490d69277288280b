import type { LedgerFilter, LedgerSummary, RecordResult } from "./ledger.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import type { LedgerErrorCode } from "./ledger-error.ts";

/** What the thread is asked, one after the other. */
export type LedgerTask =
  | { readonly type: "record"; readonly entries: readonly LedgerEntry[] }
  | { readonly type: "summary"; readonly filter: LedgerFilter }
  | { readonly type: "entries"; readonly filter: LedgerFilter; readonly limit: number }
  | { readonly type: "close" };

/** What it answers, in the same order. The first answer comes unasked: the file is open, or cannot be. */
export type LedgerReply =
  | { readonly type: "open" }
  | { readonly type: "recorded"; readonly results: readonly RecordResult[] }
  | { readonly type: "summary"; readonly summary: LedgerSummary }
  | { readonly type: "entries"; readonly entries: readonly LedgerEntry[] }
  | { readonly type: "closed" }
  | {
      readonly type: "problem";
      readonly code: LedgerErrorCode;
      readonly message: string;
      readonly hint: string;
    };
