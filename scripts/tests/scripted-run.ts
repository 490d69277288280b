import { join } from "node:path";
import { onTestFinished } from "vitest";
import { loadSettings, paths } from "../../modules/src/config/index.ts";
import { silentLogger } from "../../modules/src/core/index.ts";
import { readPrompts } from "../../modules/src/evaluation/index.ts";
import { type LabCloud, startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { type OrchestratorServer, startServer } from "../../modules/src/server/index.ts";
import { createMemoryExporter, createTelemetry } from "../../modules/src/telemetry/index.ts";
import { openService } from "../orchestrator/open-service.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface WorkshopServer extends OrchestratorServer {
  readonly cloud: LabCloud;
}

/** What `npm run orchestrator -- --profile enhanced` serves, over a lab cloud, on free ports, ended with the test. */
export async function startWorkshop(): Promise<WorkshopServer> {
  const cloud = await startLabCloud({ localModel: "simulated" });
  const { settings } = loadSettings({ environment: cloud.env, envFile: false });
  const folder = temporaryFolder();
  const telemetry = createTelemetry({ exporters: [createMemoryExporter()], nameTenants: true });
  const service = await openService(settings, {
    source: { file: join(paths.data, "orchestrator", "enhanced.yaml") },
    ledger: { file: join(folder, "ledger.sqlite") },
    budgetUsdPerDay: undefined,
    watch: telemetry.watch,
    stateFolder: folder,
    logger: silentLogger,
  });
  const server = await startServer({ ...service, telemetry, port: 0, metricsPort: 0 });
  onTestFinished(async () => {
    await server.close();
    await service.close();
    await cloud.close();
  });
  return { ...server, cloud };
}

/** How many answers had which status. */
export type Statuses = Readonly<Record<number, number>>;

/**
 * Two rounds of 100 requests of all kinds, so that each counter is read before it grows: easy and hard questions, streams, the same
 * again, a stream that breaks off, a model that refuses a key now and then and one that there is not; some answers are rated. Waits
 * for `between` between them.
 */
export async function runScript(server: WorkshopServer, between: () => Promise<void>): Promise<Statuses> {
  const statuses: Record<number, number> = {};
  const ask = async (content: string, more: object = {}) => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "auto", messages: [{ role: "user", content }], ...more }),
    });
    await response.text();
    statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    return response.headers.get("x-request-id") ?? "";
  };
  const { easy, hard } = questions();
  for (const round of [0, 1]) {
    const [simple, complex] = [easy.slice(round * 40), hard.slice(round * 45)];
    for (const one of simple.slice(0, 40)) await ask(one);
    for (const one of simple.slice(0, 10)) await rate(server, await ask(one), 5);
    for (const [place, one] of complex.slice(0, 35).entries()) await ask(one, { stream: place % 4 === 0 });
    await orderFault(server, { cutAfterTokens: 5 });
    await ask(complex[35] ?? "", { stream: true, routing: { exclude: ["local-small"] } });
    for (const one of complex.slice(36, 40)) await rate(server, await ask(one), 3);
    for (let count = 0; count < 5; count++) {
      if (count % 2 === 0) await orderFault(server, { status: 401 });
      await ask(`Who are you? ${round}.${count}`, { model: "gpt-4o" });
    }
    for (let count = 0; count < 5; count++) await ask("Who are you?", { model: "no-such-model" });
    await between();
  }
  return statuses;
}

/** One answer more, which breaks off: nobody goes on in its place. */
export async function breakOff(server: WorkshopServer): Promise<void> {
  await orderFault(server, { cutAfterTokens: 2 });
  const response = await fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Tell me a long story about a load balancer." }],
      stream: true,
    }),
  });
  await response.text();
}

function questions() {
  const all = readPrompts().filter(({ language, style }) => language === "en" && style === "clean");
  const textsOf = (complexity: string) =>
    all.filter((prompt) => prompt.complexity === complexity).map(({ prompt }) => prompt);
  return { easy: textsOf("simple"), hard: textsOf("complex") };
}

async function rate({ url }: WorkshopServer, requestId: string, rating: number): Promise<void> {
  const response = await fetch(`${url}/v1/feedback`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ request_id: requestId, rating }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function orderFault({ cloud }: WorkshopServer, fault: object): Promise<void> {
  const response = await fetch(cloud.env.LAB_FAULTS_URL ?? "", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  if (!response.ok) throw new Error(await response.text());
}
