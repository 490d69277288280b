import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { LedgerFilter, LedgerSummary, RecordResult } from "./ledger.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { readEntries, readSummary } from "./ledger-queries.ts";
import { prepareSchema } from "./ledger-schema.ts";
import { toNanos } from "./nano-dollars.ts";

/** `full`: entries outlive a power cut. `normal`: they outlive the process, not a power cut. */
export type LedgerSync = "full" | "normal";

/** A ledger's file. Each call runs to its end: it belongs into a thread of its own. */
export interface LedgerDatabase {
  /** All of them or none, in one transaction. Throws what SQLite says. */
  recordAll(entries: readonly LedgerEntry[]): RecordResult[];
  summary(filter: LedgerFilter): LedgerSummary;
  entries(filter: LedgerFilter, limit: number): LedgerEntry[];
  close(): void;
}

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;

/** @throws LedgerError when the file is something else; otherwise what SQLite says. */
export function openLedgerDatabase(file: string, sync: LedgerSync): LedgerDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${sync}; PRAGMA foreign_keys = OFF`);
    prepareSchema(database, file);
  } catch (error) {
    database.close();
    throw error;
  }
  const record = createRecorder(database);
  return {
    recordAll: (entries) => inTransaction(database, () => entries.map(record)),
    summary: (filter) => readSummary(database, filter),
    entries: (filter, limit) => readEntries(database, filter, limit),
    close: () => database.close(),
  };
}

function createRecorder(database: DatabaseSync): (entry: LedgerEntry) => RecordResult {
  const insertEntry = database.prepare(
    `INSERT INTO entry (at, tenant, request_id, client, project, user, outcome)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const insertCharge = database.prepare("INSERT INTO charge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  return (entry) => {
    const { at, tenant, requestId, client, project = "", user = "", outcome, charges } = entry;
    const { changes, lastInsertRowid } = insertEntry.run(
      at,
      tenant,
      requestId,
      client,
      project,
      user,
      outcome,
    );
    if (changes === 0) return "repeated";
    charges.forEach((charge, place) => {
      const { purpose, model, deployment = "", tier, provenance, usage, estimated, costUsd } = charge;
      insertCharge.run(
        lastInsertRowid,
        place,
        purpose,
        model,
        deployment,
        tier,
        provenance,
        usage.promptTokens,
        usage.completionTokens,
        Number(estimated ?? false),
        costUsd === undefined ? null : toNanos(costUsd),
      );
    });
    return "recorded";
  };
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
