import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../core/clock.ts";
import { explainError, LabError } from "../core/errors.ts";

/** Keeps what was learnt (tallies, a bandit's state, patterns) over a restart, as JSON by name. */
export interface TuningStore {
  /** What was saved under the name, or undefined. */
  load(name: string): unknown;
  save(name: string, value: unknown): void;
  close(): void;
}

export interface TuningStoreOptions {
  /** SQLite file; made when it is not there. `:memory:` keeps nothing. */
  readonly file: string;
  readonly clock: Clock;
}

/**
 * A store in one SQLite file. What is saved is there after a crash of the process; of a power cut the last seconds may be
 * lost, as nothing here is money.
 * @throws LabError TUNING_STORE_UNUSABLE when the file cannot be used.
 */
export function openTuningStore({ file, clock }: TuningStoreOptions): TuningStore {
  const database = open(file);
  const read = database.prepare("SELECT json FROM tuning WHERE name = ?");
  const write = database.prepare(
    "INSERT INTO tuning VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json, saved_at = excluded.saved_at",
  );
  return {
    load(name) {
      const json = read.get(name)?.json;
      return typeof json === "string" ? JSON.parse(json) : undefined;
    },
    save: (name, value) => void write.run(name, JSON.stringify(value), clock.now()),
    close: () => database.close(),
  };
}

function open(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000");
    database.exec(
      "CREATE TABLE IF NOT EXISTS tuning (name TEXT PRIMARY KEY, json TEXT NOT NULL, saved_at INTEGER)",
    );
    return database;
  } catch (error) {
    throw new LabError(`The store of what was learnt, ${file}, cannot be used (${explainError(error)}).`, {
      code: "TUNING_STORE_UNUSABLE",
      hint: "Name another file, or move this one away.",
      cause: error,
    });
  }
}
