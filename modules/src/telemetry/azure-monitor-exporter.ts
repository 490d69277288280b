import type {
  AzureMonitorMetricExporter,
  AzureMonitorTraceExporter,
} from "@azure/monitor-opentelemetry-exporter";
import { silenceStatsbeat } from "../config/silence-statsbeat.ts";
import { type AzureMonitorExporterSettings, createWire, type Wire } from "./azure-monitor-wire.ts";
import { readConnectionString } from "./connection-string.ts";
import type { TelemetryExporter } from "./exporter.ts";
import { createMetricChanges } from "./metric-changes.ts";
import type { TelemetryResource } from "./span-record.ts";
import { toReadableMetrics, toReadableResource, toReadableSpan } from "./to-readable-span.ts";

export interface AzureMonitorExporterOptions {
  /** As the resource's overview shows it. */
  readonly connectionString: string;
  readonly resource: TelemetryResource;
}

/** One of the exporters of Azure's SDK, and what became of its last request. */
interface Sender<Exporter> {
  readonly exporter: Exporter;
  readonly wire: Wire;
}

interface Senders {
  readonly spans: Sender<AzureMonitorTraceExporter>;
  readonly metrics: Sender<AzureMonitorMetricExporter>;
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
  // Loaded with the first spans: the SDK is large.
  const senders = () => {
    loaded ??= loadSenders(connectionString);
    return loaded;
  };
  return {
    name: "azure-monitor",
    async export(records, signal) {
      const { exporter, wire } = (await senders()).spans;
      const spans = records.map((span) => toReadableSpan(span, readable));
      await wire.arrival(signal, (told) => exporter.export(spans, told));
    },
    async exportMetrics(records, signal) {
      const { exporter, wire } = (await senders()).metrics;
      const added = changes(records);
      if (added.length === 0) return;
      await wire.arrival(signal, (told) => exporter.export(toReadableMetrics(added, readable), told));
    },
    async close() {
      const { spans, metrics } = (await loaded) ?? {};
      await Promise.all([spans?.exporter.shutdown(), metrics?.exporter.shutdown()]);
    },
  };
}

async function loadSenders(connectionString: string): Promise<Senders> {
  silenceStatsbeat();
  const { AzureMonitorTraceExporter, AzureMonitorMetricExporter } = await import(
    "@azure/monitor-opentelemetry-exporter"
  );
  const senderOf = <Exporter>(create: (options: AzureMonitorExporterSettings) => Exporter) => {
    const wire = createWire();
    // Tries and time are the queue's business, and what lies on disk has not arrived.
    const base = { connectionString, disableOfflineStorage: true, retryOptions: { maxRetries: 0 } };
    return { exporter: create({ ...base, additionalPolicies: [wire.policy] }), wire };
  };
  return {
    spans: senderOf((settings) => new AzureMonitorTraceExporter(settings)),
    metrics: senderOf((settings) => new AzureMonitorMetricExporter(settings)),
  };
}
