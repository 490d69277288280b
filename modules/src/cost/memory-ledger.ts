import { checkEntry } from "./check-entry.ts";
import type { Ledger, LedgerFilter } from "./ledger.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { LedgerError } from "./ledger-error.ts";
import { roundEntry } from "./round-entry.ts";
import { matchesFilter, sumEntries } from "./sum-entries.ts";

/** A ledger that lasts as long as the process: for notebooks and tests. `openLedger` keeps one in a file. */
export function createMemoryLedger(): Ledger {
  const entries = new Map<string, LedgerEntry>();
  let closed = false;
  const all = () => [...entries.values()].sort((a, b) => a.at - b.at);
  return {
    async record(entry) {
      if (closed) throw ledgerClosed();
      checkEntry(entry);
      const key = JSON.stringify([entry.tenant, entry.requestId]);
      if (entries.has(key)) return "repeated";
      entries.set(key, roundEntry(entry));
      return "recorded";
    },
    summary: async (filter: LedgerFilter = {}) => sumEntries(all(), filter),
    entries: async ({ limit, ...filter } = {}) =>
      all()
        .filter((entry) => matchesFilter(entry, filter))
        .slice(0, limit ?? DEFAULT_LIMIT),
    health: () => ({ state: "ready" }),
    close: async () => {
      closed = true;
    },
  };
}

/** Entries given when no limit is asked for. */
export const DEFAULT_LIMIT = 1000;

export const ledgerClosed = () =>
  new LedgerError("The ledger is closed.", {
    code: "LEDGER_CLOSED",
    hint: "Open it again, or close it after the last request.",
  });
