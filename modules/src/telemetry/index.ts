export { type Agreement, agreementOf } from "./agreement-of.ts";
export { CALLS_SHOWN, type ContentMode } from "./answer-spans.ts";
export { type AzureMonitorExporterOptions, createAzureMonitorExporter } from "./azure-monitor-exporter.ts";
export { type ConnectionString, readConnectionString } from "./connection-string.ts";
export { ATTRIBUTES, type AttributeName, CONVENTIONS, EVENTS, SPANS } from "./conventions.ts";
export { createMetrics, type Metrics, type MetricsOptions } from "./create-metrics.ts";
export { createTelemetry, type TelemetryOptions } from "./create-telemetry.ts";
export { ExportError } from "./export-error.ts";
export type { DropCause, QueueState } from "./export-queue.ts";
export type { TelemetryExporter } from "./exporter.ts";
export type { KpiInterval } from "./kpi-interval.ts";
export { type KpiJudgement, type KpiRow, type KpiRowOptions, kpiRows } from "./kpi-row.ts";
export {
  computeKpis,
  KPI_NAMES,
  type Kpi,
  type KpiFigure,
  type KpiName,
  type KpiOptions,
  type ProvenanceClass,
  partByProvenance,
  provenanceClass,
} from "./kpis.ts";
export { createMemoryExporter, type MemoryExporter, type Trace } from "./memory-exporter.ts";
export type { MetricForm } from "./metric-form.ts";
export type { HistogramPoint, MetricPoint, MetricRecord } from "./metric-record.ts";
export { METRICS, type MetricName } from "./metric-table.ts";
export { createOtlpExporter, type OtlpExporterOptions } from "./otlp-exporter.ts";
export { createRedactedLogger } from "./redacted-logger.ts";
export type { IncomingRequest, RequestEnd, RequestTrace } from "./request-trace.ts";
export { CREDENTIALS, PERSONAL, type SecretPattern } from "./secret-patterns.ts";
export type {
  Attributes,
  AttributeValue,
  SpanEvent,
  SpanKind,
  SpanRecord,
  TelemetryResource,
} from "./span-record.ts";
export {
  openSqliteExporter,
  type SpanFilter,
  type SqliteExporter,
  type SqliteExporterOptions,
} from "./sqlite-exporter.ts";
export type { Rating, Telemetry, TelemetryState } from "./telemetry.ts";
export {
  createTelemetryRedactor,
  type RedactorOptions,
  type TelemetryRedactor,
} from "./telemetry-redactor.ts";
export { type TimeEfficiency, timeEfficiency } from "./time-efficiency.ts";
export { type OtlpTraces, toOtlpMetrics, toOtlpTraces } from "./to-otlp.ts";
export { readTraceparent, type TraceContext, writeTraceparent } from "./trace-context.ts";
export type { AnswerOver, TracedAnswer, TracedAttempt, TracedRecord } from "./traced-answer.ts";
export type { OrchestratorWatch, RecordedAnswer, WatchedEvent } from "./watch-orchestrator.ts";
export { sayWaterfall, type WaterfallRow, waterfallOf } from "./waterfall.ts";
