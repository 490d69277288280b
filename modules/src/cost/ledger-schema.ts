import type { DatabaseSync } from "node:sqlite";
import { LedgerError } from "./ledger-error.ts";

/** Marks a SQLite file as a ledger: "LEDG". */
const APPLICATION_ID = 0x4c454447;
const VERSION = 1;

/**
 * Costs are billionths of a US dollar. A tenant's request has one row, whose `id` goes up in the order of recording; `at` lies
 * in an index for sums over days.
 */
const TABLES = `
  CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    request_id TEXT NOT NULL,
    client TEXT NOT NULL,
    project TEXT NOT NULL,
    user TEXT NOT NULL,
    outcome TEXT NOT NULL,
    UNIQUE (tenant, request_id)
  ) STRICT;
  CREATE INDEX entry_at ON entry (at);
  CREATE TABLE charge (
    entry INTEGER NOT NULL REFERENCES entry (id),
    place INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    model TEXT NOT NULL,
    deployment TEXT NOT NULL,
    tier TEXT NOT NULL,
    provenance TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    completion_tokens INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    cost_nanos INTEGER,
    PRIMARY KEY (entry, place)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Makes the tables of a new file; checks those of another.
 * @throws LedgerError when the file is something else, or of a newer version.
 */
export function prepareSchema(database: DatabaseSync, file: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const known = numberOf(database, "application_id");
    if (known === 0 && numberOf(database, "schema_version") === 0) {
      database.exec(`${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${VERSION}`);
    } else if (known !== APPLICATION_ID) throw otherFile(file, "is a database of something else");
    else if (numberOf(database, "user_version") !== VERSION)
      throw otherFile(file, "was written by another version of this program");
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}

const otherFile = (file: string, what: string) =>
  new LedgerError(`The ledger ${file} ${what}.`, {
    code: "LEDGER_UNUSABLE",
    hint: "Name another file for the ledger.",
  });
