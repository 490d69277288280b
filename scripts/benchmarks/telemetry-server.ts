import { join } from "node:path";
import { loadSettings } from "../../modules/src/config/index.ts";
import { silentLogger } from "../../modules/src/core/index.ts";
import { answerCostUsd } from "../../modules/src/cost/index.ts";
import { createAccess, readKeyFile, startServer } from "../../modules/src/server/index.ts";
import {
  createMemoryExporter,
  createOtlpExporter,
  createTelemetry,
  openSqliteExporter,
  type TelemetryExporter,
} from "../../modules/src/telemetry/index.ts";
import { openService } from "../orchestrator/open-service.ts";
import { gatewayConfig } from "./served/gateway-config.ts";
import { type HouseFiles, writeHouseFiles } from "./served/house-files.ts";

/** Where the telemetry of a server goes. */
export type TelemetryVariant = "memory" | "sqlite" | "otlp";

/** A server of the process, and a key that may ask it. */
export interface MeasuredServer {
  readonly url: string;
  readonly key: string;
}

/** The answer to `servers`. */
export interface TelemetryServers {
  /** Counts, and sends nothing: `npm run orchestrator` without `--telemetry`. */
  readonly off: MeasuredServer;
  readonly on: MeasuredServer;
}

/** The answer to `flush`: what has become of the spans. */
export interface SentSpans {
  readonly exported: number;
  readonly dropped: number;
}

const RESOURCE = { service: "hybrid-router", version: "1", instance: "benchmark" };

async function exporterOf(
  variant: string | undefined,
  collector: string,
  { folder }: HouseFiles,
): Promise<TelemetryExporter> {
  if (variant === "memory") return createMemoryExporter();
  if (variant === "sqlite") return openSqliteExporter({ file: join(folder, "telemetry.sqlite") });
  return createOtlpExporter({ endpoint: collector, resource: RESOURCE });
}

/** The service with everything on: keys, rules, breakers, limits of money and a ledger. */
async function serve(files: HouseFiles, upstream: string, exporters: readonly TelemetryExporter[]) {
  const telemetry = createTelemetry({
    exporters,
    nameTenants: true,
    baselineUsd: ({ usage }) => answerCostUsd(BASELINE, usage),
  });
  const service = await openService(loadSettings().settings, {
    source: { file: files.writeConfig(gatewayConfig(upstream, files.ledger)) },
    watch: telemetry.watch,
    ledger: "as-configured",
    budgetUsdPerDay: undefined,
    stateFolder: files.folder,
    logger: silentLogger,
  });
  const access = createAccess({ keys: readKeyFile(files.keys) });
  const { url } = await startServer({ ...service, telemetry, access, port: 0, metricsPort: 0 });
  return { telemetry, url, key: files.key };
}

const place = ({ url, key }: MeasuredServer): MeasuredServer => ({ url, key });

/** Its price moves no figure here. */
const BASELINE = { usdPerMillion: { input: 2.5, output: 10 } };

const [, , variant, upstream = "", collector = ""] = process.argv;
const houses = [writeHouseFiles(), writeHouseFiles()] as const;
const off = await serve(houses[0], upstream, []);
const on = await serve(houses[1], upstream, [await exporterOf(variant, collector, houses[1])]);

process.on("message", async (order) => {
  if (order === "servers") process.send?.({ off: place(off), on: place(on) } satisfies TelemetryServers);
  if (order !== "flush") return;
  const [state] = await on.telemetry.flush();
  process.send?.({ exported: state?.exported ?? 0, dropped: state?.dropped ?? 0 } satisfies SentSpans);
});
process.on("SIGTERM", () => process.exit());
process.on("exit", () => {
  for (const files of houses) files.close();
});
console.log(JSON.stringify({ event: "ready", url: on.url }));
