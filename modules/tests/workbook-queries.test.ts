import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { DefaultAzureCredential } from "@azure/identity";
import { LogsQueryClient, LogsQueryResultStatus } from "@azure/monitor-query-logs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { user } from "../src/chat/message.ts";
import { loadSettings, paths } from "../src/config/index.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { openOrchestrator } from "../src/orchestrator/index.ts";
import { createAzureMonitorExporter, createTelemetry } from "../src/telemetry/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";
import { telemetryListeners } from "./telemetry-listeners.ts";

const FOLDER = join(paths.root, "infra/observability/app-insights");
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith(".kql"));
const REQUESTS = 200;

const CONFIG = `
profile: basic
strategy: rule
models:
  local-small: { provider: foundry_local, capabilities: [conversation], max_tokens: 100 }
  gpt-4o: { provider: azure_openai, usd_per_million_tokens: { input: 2.50, output: 10.00 }, capabilities: [reasoning], max_tokens: 200 }
routes:
  local: [local-small, gpt-4o]
  cloud: [gpt-4o, local-small]
resilience: { mid_stream: restart }
health_check: { enabled: false }
`;

const HARD =
  "Prove step by step why distributed consensus needs a majority, and compare Raft with Paxos in depth. Case";

let cloud: LabCloud;
let folder: string;
let client: LogsQueryClient;
let component: string;

// MSAL reads these variables once a process; vitest gives each test file a process of its own.
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "workbook-"));
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  for (const name of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_TOKEN_CREDENTIALS"])
    process.env[name] = variable(cloud, name);
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(cloud.ca, "utf8")]);
  client = new LogsQueryClient(new DefaultAzureCredential(), {
    endpoint: variable(cloud, "LOGS_QUERY_ENDPOINT"),
  });
  component = `/subscriptions/${variable(cloud, "AZURE_SUBSCRIPTION_ID")}/resourceGroups/lab/providers/Microsoft.Insights/components/insights`;
  await ask200();
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Easy and hard questions; now and then the cloud breaks off or refuses. All of it goes to Application Insights. */
async function ask200(): Promise<void> {
  const file = join(folder, "orchestrator.yaml");
  await writeFile(file, CONFIG);
  const telemetry = createTelemetry({
    exporters: [
      createAzureMonitorExporter({
        connectionString: variable(cloud, "APPLICATIONINSIGHTS_CONNECTION_STRING"),
        resource: { service: "orchestrator", version: "1", instance: "test" },
      }),
    ],
    baselineUsd: ({ usage }) => (usage.promptTokens * 2.5 + usage.completionTokens * 10) / 1e6,
  });
  const { settings } = loadSettings({ environment: cloud.env, envFile: false });
  const orchestrator = await openOrchestrator(file, settings, telemetryListeners(telemetry));
  for (let place = 0; place < REQUESTS; place++) {
    const isHard = place % 4 === 0;
    if (place % 20 === 0) await postJson(variable(cloud, "LAB_FAULTS_URL"), { cutAfterTokens: 5, times: 1 });
    if (place % 20 === 8) await postJson(variable(cloud, "LAB_FAULTS_URL"), { status: 401, times: 1 });
    const context = { requestId: `r-${place}`, tenant: "acme", client: "app" };
    const trace = telemetry.start({ ...context, http: { method: "POST", route: "/v1/chat/completions" } });
    const messages = [user(isHard ? `${HARD} ${place}` : `hello ${place}`)];
    for await (const _ of orchestrator.chat({ model: "auto", messages }, context));
    trace.end({ httpStatus: 200 });
  }
  await orchestrator.close();
  const [state] = await telemetry.close();
  expect(state).toMatchObject({ dropped: 0 });
}

async function rowsOf(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const result = await client.queryResource(component, query, { duration: "PT1H" });
  if (result.status !== LogsQueryResultStatus.Success) throw new Error(result.partialError.message);
  return result.tables.flatMap(({ rows, columnDescriptors }) =>
    rows.map((row) =>
      Object.fromEntries(columnDescriptors.map(({ name = "" }, place) => [name, row[place]])),
    ),
  );
}

const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");

test.each(FILES)("%s finds rows", async (file) => {
  const rows = await rowsOf(read(file));
  expect(rows.length).toBeGreaterThan(0);
  // A name that nobody writes would make a column of nothings.
  for (const name of Object.keys(rows[0] ?? {})) {
    const values = rows
      .map((row) => row[name])
      .filter((value) => value !== null && value !== "" && !Number.isNaN(value));
    expect([name, values.length > 0]).toEqual([name, true]);
  }
});

interface WorkbookItem {
  readonly type: number;
  readonly name: string;
  readonly content: { readonly query?: string };
}

test("the workbook has each of them, word for word", () => {
  const { items } = JSON.parse(read("workbook.json")) as { readonly items: readonly WorkbookItem[] };
  const queries = items.filter(({ type }) => type === 3);
  expect(queries.map(({ name }) => `${name}.kql`).toSorted()).toEqual(FILES.toSorted());
  for (const { name, content } of queries)
    expect(content.query).toBe(read(`${name}.kql`).replaceAll("\r\n", "\n"));
});

test("the sums are those of what was asked", async () => {
  const sumOf = (rows: readonly Readonly<Record<string, unknown>>[], column: string) =>
    rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
  expect(sumOf(await rowsOf(read("requests-over-time.kql")), "Requests")).toBe(REQUESTS);
  expect(sumOf(await rowsOf(read("answers-by-tier.kql")), "Answers")).toBe(REQUESTS);
  expect(sumOf(await rowsOf(read("decisions.kql")), "Decisions")).toBe(REQUESTS);
});
