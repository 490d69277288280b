import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../core/clock.ts";
import { explainError, LabError } from "../core/errors.ts";
import type { RatedAnswer } from "./feedback.ts";

interface RatingRow extends RatedAnswer {
  readonly requestId: string;
  /** 0 to 1. */
  readonly value: number;
  readonly feedback?: string;
}

export interface RatingsTable {
  /** On the disk when it returns; replaces what the tenant said of the request before. */
  put(row: RatingRow): void;
  /** Ratings of a model that count: all, those of one task, or those of every other. */
  sum(
    model: string,
    of?: { readonly task?: string; readonly exceptTask?: string },
  ): { readonly sum: number; readonly count: number };
  close(): void;
}

const SCHEMA = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 2000;
CREATE TABLE IF NOT EXISTS ratings (
  tenant TEXT NOT NULL, request_id TEXT NOT NULL, client TEXT NOT NULL, model TEXT NOT NULL, task TEXT,
  value REAL NOT NULL, feedback TEXT, rated_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, request_id)
);
CREATE INDEX IF NOT EXISTS ratings_of_model ON ratings (model, tenant, client, rated_at);
`;

const PUT = `INSERT INTO ratings VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, request_id) DO UPDATE
SET value = excluded.value, feedback = excluded.feedback, rated_at = excluded.rated_at`;

/** The newest of each client, so that no single one outvotes the others. */
const SUM = `SELECT coalesce(sum(value), 0) AS total, count(*) AS ratings FROM (
  SELECT value, row_number() OVER (PARTITION BY tenant, client ORDER BY rated_at DESC, rowid DESC) AS place
  FROM ratings WHERE model = ?1 AND (?2 IS NULL OR task = ?2) AND (?3 IS NULL OR task IS NOT ?3) AND rated_at > ?4
) WHERE place <= ?5`;

export interface RatingsTableOptions {
  readonly file: string;
  readonly mostOfClient: number;
  readonly maxAgeMs: number;
  readonly clock: Clock;
}

/** @throws LabError FEEDBACK_UNUSABLE when the file cannot be used. */
export function openRatings({ file, mostOfClient, maxAgeMs, clock }: RatingsTableOptions): RatingsTable {
  const database = open(file);
  const put = database.prepare(PUT);
  const sum = database.prepare(SUM);
  return {
    put({ tenant, requestId, client, model, task, value, feedback }) {
      put.run(tenant, requestId, client, model, task ?? null, value, feedback ?? null, clock.now());
    },
    sum(model, { task, exceptTask } = {}) {
      const since = clock.now() - maxAgeMs;
      const row = sum.get(model, task ?? null, exceptTask ?? null, since, mostOfClient);
      return { sum: Number(row?.total ?? 0), count: Number(row?.ratings ?? 0) };
    },
    close: () => database.close(),
  };
}

function open(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec(SCHEMA);
    return database;
  } catch (error) {
    throw new LabError(`The file of ratings ${file} cannot be used (${explainError(error)}).`, {
      code: "FEEDBACK_UNUSABLE",
      hint: "Name another file, or move this one away.",
      cause: error,
    });
  }
}
