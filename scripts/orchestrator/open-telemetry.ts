import { hostname } from "node:os";
import { resolve } from "node:path";
import type { Settings } from "../../modules/src/config/index.ts";
import { type Logger, SettingsError } from "../../modules/src/core/index.ts";
import {
  createAzureMonitorExporter,
  createOtlpExporter,
  createTelemetry,
  openSqliteExporter,
  type Telemetry,
  type TelemetryExporter,
} from "../../modules/src/telemetry/index.ts";

/** Milliseconds between two dispatches of figures; spans go by themselves. */
const FIGURES_EVERY_MS = 15_000;

export interface RunningTelemetry {
  readonly telemetry: Telemetry;
  close(): Promise<void>;
}

/**
 * Telemetry of the service, to each of these places: a SQLite file, an OpenTelemetry collector's address, or `azure`. Without a
 * place it counts, and sends nothing.
 * @throws SettingsError for a place that cannot be used
 */
export async function openTelemetry(
  places: readonly string[],
  settings: Settings,
  logger: Logger,
): Promise<RunningTelemetry> {
  const exporters: TelemetryExporter[] = [];
  for (const place of places) exporters.push(await exporterTo(place, settings));
  const telemetry = createTelemetry({ exporters, nameTenants: true });
  const timer = setInterval(() => void telemetry.flush(), FIGURES_EVERY_MS);
  timer.unref();
  return {
    telemetry,
    async close() {
      clearInterval(timer);
      for (const { exporter, dropped } of await telemetry.close())
        if (dropped > 0) logger.warn(`${dropped} spans did not arrive: ${exporter}.`);
    },
  };
}

async function exporterTo(place: string, settings: Settings): Promise<TelemetryExporter> {
  const resource = { service: "hybrid-router", version: "1.0.0", instance: `${hostname()}-${process.pid}` };
  if (/^https?:\/\//.test(place)) return createOtlpExporter({ endpoint: place, resource });
  if (place !== "azure") return openSqliteExporter({ file: resolve(place) });
  const { connectionString } = settings.telemetry;
  if (connectionString === undefined)
    throw new SettingsError(
      ["--telemetry azure needs APPLICATIONINSIGHTS_CONNECTION_STRING."],
      "Set it in .env; a resource's overview page shows it.",
    );
  return createAzureMonitorExporter({ connectionString, resource });
}
