import type {
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from "@azure/monitor-opentelemetry-exporter";
import { silenceStatsbeat } from "../config/silence-statsbeat.ts";
import { readConnectionString } from "./connection-string.ts";
import { ExportError } from "./export-error.ts";
import type { TelemetryExporter } from "./exporter.ts";
import { createMetricChanges } from "./metric-changes.ts";
import type { TelemetryResource } from "./span-record.ts";
import { toReadableMetrics, toReadableResource, toReadableSpan } from "./to-readable-span.ts";

export interface AzureMonitorExporterOptions {
  /** As the resource's overview shows it. */
  readonly connectionString: string;
  readonly resource: TelemetryResource;
}

/** The exporters of Azure's SDK; loaded with the first spans, as they are large. */
interface Senders {
  readonly spans: AzureMonitorTraceExporter;
  readonly metrics: AzureMonitorMetricExporter;
}

/**
 * Sends telemetry to Application Insights by Azure's own exporter, without its sampler, its store on disk and its reports on
 * itself: all spans arrive, what does not arrive is counted, and the process ends when its work does.
 * @throws SettingsError for a connection string that cannot be used
 */
export function createAzureMonitorExporter(options: AzureMonitorExporterOptions): TelemetryExporter {
  const { connectionString, resource } = options;
  readConnectionString(connectionString);
  const readable = toReadableResource(resource);
  const changes = createMetricChanges();
  let loaded: Promise<Senders> | undefined;
  const senders = () => {
    loaded ??= loadSenders(connectionString);
    return loaded;
  };
  return {
    name: "azure-monitor",
    async export(records) {
      const { spans } = await senders();
      const readableSpans = records.map((span) => toReadableSpan(span, readable));
      await arrival((told) => spans.export(readableSpans, told));
    },
    async exportMetrics(records) {
      const { metrics } = await senders();
      const added = changes(records);
      if (added.length > 0) await arrival((told) => metrics.export(toReadableMetrics(added, readable), told));
    },
    async close() {
      const { spans, metrics } = (await loaded) ?? {};
      await Promise.all([spans?.shutdown(), metrics?.shutdown()]);
    },
  };
}

async function loadSenders(connectionString: string): Promise<Senders> {
  silenceStatsbeat();
  const { AzureMonitorTraceExporter, AzureMonitorMetricExporter } = await import(
    "@azure/monitor-opentelemetry-exporter"
  );
  // Tries and time are the queue's business, and a store on disk would count as arrived.
  const options = { connectionString, disableOfflineStorage: true, retryOptions: { maxRetries: 0 } };
  return {
    spans: new AzureMonitorTraceExporter(options),
    metrics: new AzureMonitorMetricExporter(options),
  };
}

interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}

const SUCCESS = 0;

function arrival(send: (told: (result: ExportResult) => void) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const told = ({ code, error }: ExportResult) =>
      code === SUCCESS ? resolve() : reject(notArrived(error ?? new Error("It was refused.")));
    send(told).catch((error) => reject(notArrived(error)));
  });
}

const notArrived = (cause: unknown) =>
  new ExportError("Application Insights did not take the telemetry.", { retryable: true, cause });
