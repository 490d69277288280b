import { DatabaseSync } from "node:sqlite";
import type { BaseType, Envelope } from "./envelope.ts";

/** What was received, oldest first. */
export interface TelemetryStore {
  add(envelopes: readonly Envelope[]): void;
  /** Those of a kind, of that time: from the first millisecond, before the last. */
  read(baseType: BaseType, span: TimeSpan): readonly StoredEnvelope[];
  all(): readonly Envelope[];
  /** Forgets all. */
  clear(): void;
  counts(): TelemetryCounts;
  close(): void;
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface StoredEnvelope {
  /** Counts up. */
  readonly id: number;
  readonly timeMs: number;
  readonly envelope: Envelope;
}

export interface TelemetryCounts {
  readonly kept: number;
  /** Forgotten because there is room for so many only. */
  readonly dropped: number;
}

const MOST_ENVELOPES = 50_000;

/** Keeps the newest in memory, in SQLite. They are gone with the lab cloud. */
export function createTelemetryStore(most = MOST_ENVELOPES): TelemetryStore {
  const database = new DatabaseSync(":memory:");
  database.exec(`
    CREATE TABLE envelopes (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, time_ms REAL NOT NULL, content TEXT NOT NULL) STRICT;
    CREATE INDEX envelopes_by_time ON envelopes (kind, time_ms);
  `);
  const insert = database.prepare("INSERT INTO envelopes (kind, time_ms, content) VALUES (?, ?, ?)");
  const select = database.prepare(
    "SELECT id, time_ms, content FROM envelopes WHERE kind = ? AND time_ms >= ? AND time_ms < ? ORDER BY id",
  );
  const everything = database.prepare("SELECT content FROM envelopes ORDER BY id");
  const size = database.prepare("SELECT count(*) AS kept FROM envelopes");
  const forget = database.prepare(
    "DELETE FROM envelopes WHERE id <= (SELECT id FROM envelopes ORDER BY id DESC LIMIT 1 OFFSET ?)",
  );
  let dropped = 0;

  const insertAll = (envelopes: readonly Envelope[]) => {
    for (const envelope of envelopes)
      insert.run(envelope.data.baseType, Date.parse(envelope.time), JSON.stringify(envelope));
    dropped += Number(forget.run(most).changes);
  };
  return {
    add(envelopes) {
      database.exec("BEGIN");
      try {
        insertAll(envelopes);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    read: (baseType, { fromMs, toMs }) =>
      select.all(baseType, fromMs, toMs).map(({ id, time_ms, content }) => ({
        id: Number(id),
        timeMs: Number(time_ms),
        envelope: JSON.parse(String(content)),
      })),
    all: () => everything.all().map(({ content }) => JSON.parse(String(content))),
    clear() {
      database.exec("DELETE FROM envelopes");
    },
    counts: () => ({ kept: Number(size.get()?.["kept"] ?? 0), dropped }),
    close: () => database.close(),
  };
}
