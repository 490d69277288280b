import { DatabaseSync } from "node:sqlite";
import type { BaseType, Envelope } from "./envelope.ts";

/** What was received, oldest first. */
export interface TelemetryStore {
  add(envelopes: readonly Envelope[]): void;
  /** Those of a kind that came after the one with that id; 0 = all. */
  readAfter(baseType: BaseType, id: number): readonly StoredEnvelope[];
  /** Id of the oldest that is kept; infinite when there is none. Ids only grow, also when all is forgotten. */
  oldestId(): number;
  all(): readonly Envelope[];
  /** Forgets all. */
  clear(): void;
  counts(): TelemetryCounts;
  close(): void;
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
    CREATE TABLE envelopes (
      id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, time_ms REAL NOT NULL, content TEXT NOT NULL
    ) STRICT;
    CREATE INDEX envelopes_by_kind ON envelopes (kind, id);
  `);
  const insert = database.prepare("INSERT INTO envelopes (kind, time_ms, content) VALUES (?, ?, ?)");
  const select = database.prepare(
    "SELECT id, time_ms, content FROM envelopes WHERE kind = ? AND id > ? ORDER BY id",
  );
  const everything = database.prepare("SELECT content FROM envelopes ORDER BY id");
  const oldest = database.prepare("SELECT min(id) AS id FROM envelopes");
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
    readAfter: (baseType, after) =>
      select.all(baseType, after).map(({ id, time_ms, content }) => ({
        id: Number(id),
        timeMs: Number(time_ms),
        envelope: JSON.parse(String(content)),
      })),
    oldestId: () => Number(oldest.get()?.["id"] ?? Number.POSITIVE_INFINITY),
    all: () => everything.all().map(({ content }) => JSON.parse(String(content))),
    clear() {
      database.exec("DELETE FROM envelopes");
    },
    counts: () => ({ kept: Number(size.get()?.["kept"] ?? 0), dropped }),
    close: () => database.close(),
  };
}
