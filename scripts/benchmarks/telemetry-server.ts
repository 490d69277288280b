import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOrchestrator } from "../../modules/src/orchestrator/index.ts";
import { createOpenAiCompatible } from "../../modules/src/providers/index.ts";
import { startServer } from "../../modules/src/server/index.ts";
import {
  createMemoryExporter,
  createOtlpExporter,
  createTelemetry,
  openSqliteExporter,
  type Telemetry,
  type TelemetryExporter,
} from "../../modules/src/telemetry/index.ts";

/** Where the telemetry of a server goes. */
export type TelemetryVariant = "memory" | "sqlite" | "otlp";

/** Both servers of the process. */
export interface TelemetryServerReady {
  /** Without telemetry. */
  readonly offUrl: string;
  readonly onUrl: string;
}

/** What a server has used and lost so far, after its telemetry was flushed. */
export interface TelemetryServerUse {
  /** CPU time of the process, user and system, in microseconds. */
  readonly cpuUs: number;
  readonly exported: number;
  readonly dropped: number;
}

const RESOURCE = { service: "hybrid-router", version: "1", instance: "benchmark" };
const folder = mkdtempSync(join(tmpdir(), "telemetry-bench-"));

async function exporterOf(variant: string | undefined, collector: string): Promise<TelemetryExporter> {
  if (variant === "memory") return createMemoryExporter();
  if (variant === "sqlite") return openSqliteExporter({ file: join(folder, "telemetry.sqlite") });
  return createOtlpExporter({ endpoint: collector, resource: RESOURCE });
}

async function serve(models: string, telemetry?: Telemetry): Promise<string> {
  const cloud = createOpenAiCompatible({ name: "azure", baseUrl: `${models}/v1`, tier: "azure" });
  const local = createOpenAiCompatible({ name: "local", baseUrl: `${models}/v1`, tier: "local" });
  const orchestrator = createOrchestrator({
    backends: [
      { provider: local, model: "small", maxTokens: 100 },
      { provider: cloud, model: "gpt-4o", maxTokens: 1000 },
    ],
    ...telemetry?.watch,
  });
  const server = await startServer({ orchestrator, port: 0, ...(telemetry && { telemetry }) });
  return server.url;
}

const [, , variant, models = "", collector = ""] = process.argv;
const telemetry = createTelemetry({ exporters: [await exporterOf(variant, collector)] });
const offUrl = await serve(models);
const onUrl = await serve(models, telemetry);

process.on("message", async () => {
  const [state] = await telemetry.flush();
  const { user, system } = process.cpuUsage();
  const { exported = 0, dropped = 0 } = state ?? {};
  process.send?.({ cpuUs: user + system, exported, dropped } satisfies TelemetryServerUse);
});
process.on("disconnect", () => {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
process.send?.({ offUrl, onUrl } satisfies TelemetryServerReady);
