import type { MetricRecord } from "./metric-record.ts";
import type { SpanRecord } from "./span-record.ts";

/** Where telemetry goes. Gets redacted records only; may be slow or fail, as a queue stands before it. */
export interface TelemetryExporter {
  /** Names it in counts of what was dropped: `otlp`, `sqlite`. */
  readonly name: string;
  /**
   * Takes spans. The signal aborts when it takes too long.
   * @throws ExportError or any other error when they did not arrive
   */
  export(spans: readonly SpanRecord[], signal: AbortSignal): Promise<void>;
  /** Takes the figures as they stand now. Throws as `export` does. */
  exportMetrics?(metrics: readonly MetricRecord[], signal: AbortSignal): Promise<void>;
  close?(): Promise<void>;
}
