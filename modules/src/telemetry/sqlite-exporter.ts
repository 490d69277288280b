import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ExportError } from "./export-error.ts";
import type { TelemetryExporter } from "./exporter.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { SpanKind, SpanRecord } from "./span-record.ts";

export interface SqliteExporterOptions {
  /** Path of the file; made with its folder when absent. `:memory:` keeps it in memory. */
  readonly file: string;
  /** Spans that are kept; the oldest go first. Default 100 000. */
  readonly maxSpans?: number;
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

/** Telemetry in a file of SQLite: tables `spans` and `metrics`, for queries over days without any server. */
export interface SqliteExporter extends TelemetryExporter {
  /** Spans in the order in which they began. */
  read(filter?: SpanFilter): readonly SpanRecord[];
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS spans (
    id INTEGER PRIMARY KEY,
    trace_id TEXT NOT NULL, span_id TEXT NOT NULL UNIQUE, parent_span_id TEXT,
    name TEXT NOT NULL, kind TEXT NOT NULL, start_ms REAL NOT NULL, duration_ms REAL NOT NULL, status TEXT NOT NULL,
    attributes TEXT NOT NULL, events TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS spans_by_trace ON spans (trace_id);
  CREATE INDEX IF NOT EXISTS spans_by_start ON spans (start_ms);
  CREATE TABLE IF NOT EXISTS metrics (
    at REAL NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL, labels TEXT NOT NULL,
    value REAL NOT NULL, histogram TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS metrics_by_name ON metrics (name, at);
`;

/** Opens the file. @throws ExportError when it cannot be opened or is no database. */
export async function openSqliteExporter({
  file,
  maxSpans = 100_000,
}: SqliteExporterOptions): Promise<SqliteExporter> {
  const database = await openDatabase(file);
  const addSpan = database.prepare(
    "INSERT OR IGNORE INTO spans (trace_id, span_id, parent_span_id, name, kind, start_ms, duration_ms, status, attributes, events) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const addFigure = database.prepare(
    "INSERT INTO metrics (at, name, kind, unit, labels, value, histogram) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const prune = database.prepare("DELETE FROM spans WHERE id <= (SELECT max(id) FROM spans) - ?");
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
      write(() => {
        for (const span of spans) writeSpan(addSpan, span);
        prune.run(maxSpans);
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

function writeSpan(statement: StatementSync, span: SpanRecord): void {
  const { traceId, spanId, parentSpanId = null, name, kind, startMs, durationMs, status } = span;
  const [attributes, events] = [JSON.stringify(span.attributes), JSON.stringify(span.events)];
  statement.run(traceId, spanId, parentSpanId, name, kind, startMs, durationMs, status, attributes, events);
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

function readSpans(database: DatabaseSync, filter: SpanFilter): readonly SpanRecord[] {
  const { traceId = null, name = null, since = null, until = null, limit = 1000 } = filter;
  const rows = database
    .prepare(
      "SELECT * FROM spans WHERE (?1 IS NULL OR trace_id = ?1) AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR start_ms >= ?3) AND (?4 IS NULL OR start_ms < ?4) ORDER BY start_ms DESC, id DESC LIMIT ?5",
    )
    .all(traceId, name, since, until, limit);
  return rows.map(toSpan).reverse();
}

function toSpan(row: Readonly<Record<string, unknown>>): SpanRecord {
  return {
    traceId: String(row.trace_id),
    spanId: String(row.span_id),
    ...(row.parent_span_id !== null && { parentSpanId: String(row.parent_span_id) }),
    name: String(row.name),
    kind: row.kind as SpanKind,
    startMs: Number(row.start_ms),
    durationMs: Number(row.duration_ms),
    status: row.status as SpanRecord["status"],
    attributes: JSON.parse(String(row.attributes)),
    events: JSON.parse(String(row.events)),
  };
}
