import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import type { Catalog, Model } from "../../modules/src/catalog/index.ts";
import { paths, type Settings } from "../../modules/src/config/index.ts";
import { type Logger, SettingsError } from "../../modules/src/core/index.ts";
import { answerCostUsd } from "../../modules/src/cost/index.ts";
import { trustAuthority } from "../../modules/src/notebook/trust-authority.ts";
import {
  createAzureMonitorExporter,
  createOtlpExporter,
  createTelemetry,
  openSqliteExporter,
  type QueueState,
  type Telemetry,
  type TelemetryExporter,
} from "../../modules/src/telemetry/index.ts";

/** Milliseconds between two dispatches of figures; spans go by themselves. */
const FIGURES_EVERY_MS = 15_000;

/** What everything would have been asked; the same as of `npm run report`. */
const BASELINE = "gpt-4o";

export interface RunningTelemetry {
  readonly telemetry: Telemetry;
  /** From now on answers are held against what their tokens would have cost at a cloud model of this catalog. */
  compareWith(catalog: Catalog): void;
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
  let baseline: Model | undefined;
  for (const place of places) exporters.push(named(await exporterTo(place, settings), exporters));
  const telemetry = createTelemetry({
    exporters,
    nameTenants: true,
    baselineUsd: ({ usage, routing }) =>
      baseline && !routing?.cache.endsWith("hit") ? answerCostUsd(baseline, usage) : undefined,
  });
  const tell = failureTeller(logger);
  const timer = setInterval(() => void telemetry.flush().then(tell), FIGURES_EVERY_MS);
  timer.unref();
  return {
    telemetry,
    compareWith(catalog) {
      baseline = catalog.model(BASELINE);
    },
    async close() {
      clearInterval(timer);
      for (const { exporter, dropped } of await telemetry.close())
        if (dropped > 0) logger.warn(`${dropped} spans did not arrive: ${exporter}.`);
    },
  };
}

/** Two of one kind are told apart by a number. */
function named(exporter: TelemetryExporter, before: readonly TelemetryExporter[]): TelemetryExporter {
  const same = before.filter(({ name }) => name.replace(/-\d+$/, "") === exporter.name).length;
  return same === 0 ? exporter : { ...exporter, name: `${exporter.name}-${same + 1}` };
}

/** Says once that a place takes nothing in, and once that it does again. */
function failureTeller(logger: Logger): (states: readonly QueueState[]) => void {
  const failing = new Set<string>();
  return (states) => {
    for (const { exporter, failing: why } of states) {
      if (why === undefined) {
        if (failing.delete(exporter)) logger.info(`Telemetry reaches ${exporter} again.`);
      } else if (!failing.has(exporter)) {
        failing.add(exporter);
        logger.warn(`Telemetry does not reach ${exporter}: ${why}`);
      }
    }
  };
}

async function exporterTo(place: string, settings: Settings): Promise<TelemetryExporter> {
  const resource = { service: "hybrid-router", version: "1.0.0", instance: `${hostname()}-${process.pid}` };
  if (/^https?:\/\//.test(place)) return createOtlpExporter({ endpoint: place, resource });
  if (place !== "azure") return openSqliteExporter({ file: resolve(checkFile(place)) });
  const { connectionString } = settings.telemetry;
  if (connectionString === undefined)
    throw new SettingsError(
      ["--telemetry azure needs APPLICATIONINSIGHTS_CONNECTION_STRING."],
      "Set it in .env; a resource's overview page shows it.",
    );
  if (settings.lab.https && connectionString.includes(settings.lab.https)) trustLabCloud();
  return createAzureMonitorExporter({ connectionString, resource });
}

/** A word alone is a mistyped `azure` sooner than a file, and no file begins with a scheme. */
function checkFile(place: string): string {
  if (/[./\\]/.test(place) && !place.includes("://")) return place;
  throw new SettingsError(
    [`--telemetry cannot send to ${JSON.stringify(place.slice(0, 80))}.`],
    "It takes a file with an ending (traces.sqlite), the http or https address of a collector, or azure.",
  );
}

/** The lab cloud of this folder has an authority of its own, which Azure's exporter has to accept. */
function trustLabCloud(): void {
  const file = join(paths.cache, "lab-ca", "ca.pem");
  if (existsSync(file)) trustAuthority(readFileSync(file, "utf8"));
}
