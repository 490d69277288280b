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

/** Telemetry in a file of SQLite: `spans` (a view over one row for each trace) and `metrics`, for queries over days without any server. */
export interface SqliteExporter extends TelemetryExporter {
  /** Spans in the order in which they began. */
  read(filter?: SpanFilter): readonly SpanRecord[];
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS traces (
    id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL, start_ms REAL NOT NULL, spans TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS traces_by_trace ON traces (trace_id);
  CREATE VIEW IF NOT EXISTS spans AS
    SELECT traces.id AS row, trace_id,
      value ->> 'spanId' AS span_id, value ->> 'parentSpanId' AS parent_span_id, value ->> 'name' AS name,
      value ->> 'kind' AS kind, value ->> 'startMs' AS start_ms, value ->> 'durationMs' AS duration_ms,
      value ->> 'status' AS status, value -> 'attributes' AS attributes, value -> 'events' AS events
    FROM traces, json_each(traces.spans);
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
  const addTrace = database.prepare("INSERT INTO traces (trace_id, start_ms, spans) VALUES (?, ?, ?)");
  const addFigure = database.prepare(
    "INSERT INTO metrics (at, name, kind, unit, labels, value, histogram) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const prune = database.prepare("DELETE FROM traces WHERE id <= (SELECT max(id) FROM traces) - ?");
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
        for (const trace of byTrace(spans)) writeTrace(addTrace, trace);
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

/** The spans of a trace come one after the other. */
function byTrace(spans: readonly SpanRecord[]): readonly SpanRecord[][] {
  const traces: SpanRecord[][] = [];
  for (const span of spans) {
    const last = traces.at(-1);
    if (last?.[0]?.traceId === span.traceId) last.push(span);
    else traces.push([span]);
  }
  return traces;
}

function writeTrace(statement: StatementSync, spans: readonly SpanRecord[]): void {
  const [root] = spans;
  if (root) statement.run(root.traceId, root.startMs, JSON.stringify(spans));
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
      "SELECT * FROM spans WHERE (?1 IS NULL OR trace_id = ?1) AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR start_ms >= ?3) AND (?4 IS NULL OR start_ms < ?4) ORDER BY start_ms DESC, row DESC LIMIT ?5",
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
