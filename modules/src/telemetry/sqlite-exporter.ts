import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ExportError } from "./export-error.ts";
import type { TelemetryExporter } from "./exporter.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { SpanRecord } from "./span-record.ts";

export interface SqliteExporterOptions {
  /** Path of the file; made with its folder when absent. `:memory:` keeps it in memory. */
  readonly file: string;
  /** Traces that are kept; the oldest go first. Default 50 000. */
  readonly maxTraces?: number;
}

/** Which spans to read. */
export interface SpanFilter {
  readonly traceId?: string;
  readonly name?: string;
  /** Milliseconds since 1970-01-01 UTC, inclusive. */
  readonly since?: number;
  /** Milliseconds since 1970-01-01 UTC, exclusive. */
  readonly until?: number;
  /** Newest so many; default 1000. */
  readonly limit?: number;
}

/** Telemetry in a file of SQLite: `spans` (a view over one row for each batch) and `metrics`, for queries over days without any server. */
export interface SqliteExporter extends TelemetryExporter {
  /** Spans in the order in which they began. */
  read(filter?: SpanFilter): readonly SpanRecord[];
}

// A row for each batch and no index of what is in it: pages of an index over drawn ids would be most of what is written. `id` numbers the
// batch's first trace; ids and times stand before the spans, so that a search reads no more than the first page of a batch without them.
const SCHEMA = `
  PRAGMA page_size = 16384;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS batches (
    id INTEGER PRIMARY KEY, traces INTEGER NOT NULL, first_ms REAL NOT NULL, last_ms REAL NOT NULL,
    trace_ids TEXT NOT NULL, spans TEXT NOT NULL
  ) STRICT;
  CREATE VIEW IF NOT EXISTS spans AS
    SELECT batches.id AS batch, key AS place,
      value ->> 'traceId' AS trace_id, value ->> 'spanId' AS span_id, value ->> 'parentSpanId' AS parent_span_id,
      value ->> 'name' AS name, value ->> 'kind' AS kind, value ->> 'startMs' AS start_ms,
      value ->> 'durationMs' AS duration_ms, value ->> 'status' AS status, value -> 'attributes' AS attributes,
      value -> 'events' AS events
    FROM batches, json_each(batches.spans);
  CREATE TABLE IF NOT EXISTS metrics (
    at REAL NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL, labels TEXT NOT NULL,
    value REAL NOT NULL, histogram TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS metrics_by_name ON metrics (name, at);
`;

/** Opens the file. @throws ExportError when it cannot be opened or is no database. */
export async function openSqliteExporter({
  file,
  maxTraces = 50_000,
}: SqliteExporterOptions): Promise<SqliteExporter> {
  const database = await openDatabase(file);
  const addBatch = database.prepare(
    `INSERT INTO batches (id, traces, first_ms, last_ms, trace_ids, spans)
     VALUES (coalesce((SELECT id + traces FROM batches ORDER BY id DESC LIMIT 1), 1), ?, ?, ?, ?, ?)`,
  );
  const addFigure = database.prepare(
    "INSERT INTO metrics (at, name, kind, unit, labels, value, histogram) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const prune = database.prepare(
    "DELETE FROM batches WHERE id < (SELECT id + traces FROM batches ORDER BY id DESC LIMIT 1) - ?",
  );
  const write = (work: () => void) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      work();
      database.exec("COMMIT");
    } catch (cause) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw new ExportError(`Telemetry cannot be written to ${file}.`, { retryable: true, cause });
    }
  };
  return {
    name: "sqlite",
    async export(spans) {
      const batch = toBatch(spans, maxTraces);
      write(() => {
        addBatch.run(...batch);
        prune.run(maxTraces);
      });
    },
    async exportMetrics(metrics) {
      write(() => {
        for (const metric of metrics) writeMetric(addFigure, metric);
      });
    },
    read: (filter = {}) => readSpans(database, filter),
    async close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Loaded only when it is used: Node warns of it as experimental. */
async function openDatabase(file: string): Promise<DatabaseSync> {
  try {
    if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file);
    database.exec(SCHEMA);
    return database;
  } catch (cause) {
    throw new ExportError(`The telemetry file ${file} cannot be opened.`, { retryable: false, cause });
  }
}

type Batch = [traces: number, firstMs: number, lastMs: number, traceIds: string, spans: string];

/** One row of the newest traces of a batch, at most so many. The spans of a trace come one after the other. */
function toBatch(spans: readonly SpanRecord[], maxTraces: number): Batch {
  const ids: string[] = [];
  let [firstMs, lastMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let from = spans.length;
  while (from > 0) {
    const span = spans[from - 1];
    if (!span || (span.traceId !== ids.at(-1) && ids.push(span.traceId) > maxTraces)) break;
    firstMs = Math.min(firstMs, span.startMs);
    lastMs = Math.max(lastMs, span.startMs);
    from--;
  }
  const kept = ids.slice(0, maxTraces);
  return [kept.length, firstMs, lastMs, kept.join(" "), JSON.stringify(spans.slice(from))];
}

function writeMetric(statement: StatementSync, { at, name, kind, unit, points }: MetricRecord): void {
  for (const { labels, value, histogram } of points)
    statement.run(
      at,
      name,
      kind,
      unit,
      JSON.stringify(labels),
      value,
      histogram ? JSON.stringify(histogram) : null,
    );
}

const READ = `SELECT value AS span FROM batches, json_each(spans)
  WHERE (?1 IS NULL OR (instr(trace_ids, ?1) AND value ->> 'traceId' = ?1))
    AND (?2 IS NULL OR value ->> 'name' = ?2)
    AND (?3 IS NULL OR (last_ms >= ?3 AND value ->> 'startMs' >= ?3))
    AND (?4 IS NULL OR (first_ms < ?4 AND value ->> 'startMs' < ?4))
  ORDER BY value ->> 'startMs' DESC, batches.id DESC, key DESC LIMIT ?5`;

function readSpans(database: DatabaseSync, filter: SpanFilter): readonly SpanRecord[] {
  const { traceId = null, name = null, since = null, until = null, limit = 1000 } = filter;
  const rows = database.prepare(READ).all(traceId, name, since, until, limit);
  return rows.map(({ span }): SpanRecord => JSON.parse(String(span))).reverse();
}
