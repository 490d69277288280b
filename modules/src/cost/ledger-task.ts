import type { LedgerFilter, LedgerSummary } from "./ledger.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import type { LedgerErrorCode } from "./ledger-error.ts";

/** What the thread is asked, one after the other. */
export type LedgerTask =
  /** `entries` is the JSON of a list: a text crosses to a thread at a fraction of what copying objects costs. */
  | { readonly type: "record"; readonly entries: string }
  | { readonly type: "summary"; readonly filter: LedgerFilter }
  | { readonly type: "entries"; readonly filter: LedgerFilter; readonly limit: number }
  | { readonly type: "close" };

/** What it answers, in the same order. The first answer comes unasked: the file is open, or cannot be. */
export type LedgerReply =
  | { readonly type: "open" }
  /** `repeated`: places of the entries that were on record already. */
  | { readonly type: "recorded"; readonly repeated: readonly number[] }
  | { readonly type: "summary"; readonly summary: LedgerSummary }
  | { readonly type: "entries"; readonly entries: readonly LedgerEntry[] }
  | { readonly type: "closed" }
  | {
      readonly type: "problem";
      readonly code: LedgerErrorCode;
      readonly message: string;
      readonly hint: string;
    };
