import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAz } from "../src/azure/index.ts";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { createAzureMonitorExporter, createTelemetry, readConnectionString } from "../src/telemetry/index.ts";

let cloud: LabCloud;
let connectionString = "";
let resources: readonly { readonly type: string; readonly id: string }[] = [];
const az = () => connectAz({ cloud: "lab", http: cloud.http, outFolder: join(paths.out, "insights-test") });

beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(cloud.ca, "utf8")]);
  await az().ensureGroup({ name: "rg-insights", location: "eastus2" });
  const { outputs } = await az().deploy({
    group: "rg-insights",
    template: "infra/bicep/main.bicep",
    parameters: { apimAdminEmail: "admin@example.com" },
  });
  connectionString = String(outputs.text("applicationInsightsConnectionString"));
  resources = JSON.parse(await sent("GET", "/resources")).value;
}, 60_000);
afterAll(() => cloud.close());

/** Asks the lab cloud's Resource Manager about the group. */
async function sent(method: string, path: string): Promise<string> {
  const token = await fetch(
    `${cloud.http}/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com`,
    { headers: { "x-identity-header": "lab-msi" } },
  );
  const { access_token } = (await token.json()) as { readonly access_token: string };
  const at = path.startsWith("/subscriptions")
    ? path
    : `/subscriptions/${cloud.env.AZURE_SUBSCRIPTION_ID}/resourceGroups/rg-insights${path}`;
  const response = await fetch(`${cloud.http}${at}?api-version=2025-04-01`, {
    method,
    headers: { authorization: `Bearer ${access_token}` },
  });
  return response.text();
}

test("telemetry sent with a deployed component's connection string reaches the lab cloud", async () => {
  expect(readConnectionString(connectionString).ingestionEndpoint).toBe(`${cloud.https}/`);
  const telemetry = createTelemetry({
    exporters: [
      createAzureMonitorExporter({
        connectionString,
        resource: { service: "orchestrator", version: "1", instance: "test" },
      }),
    ],
  });
  telemetry
    .start({ requestId: "r-1", http: { method: "POST", route: "/deployed" } })
    .end({ httpStatus: 200 });
  const [state] = await telemetry.close();
  expect(state).toMatchObject({ exported: 1, dropped: 0 });
  const kept = await (await fetch(`${cloud.http}/lab/telemetry`)).text();
  expect(kept).toContain("POST /deployed");
});

test("a key that no component has is refused", async () => {
  const telemetry = createTelemetry({
    exporters: [
      createAzureMonitorExporter({
        connectionString: connectionString.replace(
          /InstrumentationKey=[^;]+/,
          "InstrumentationKey=11111111-2222-4333-8444-555555555555",
        ),
        resource: { service: "orchestrator", version: "1", instance: "test" },
      }),
    ],
    queue: { tries: 1 },
  });
  telemetry.start({ requestId: "r-2" }).end();
  expect(await telemetry.close()).toMatchObject([{ exported: 0, dropped: 1 }]);
});

test("the component shows the same connection string that the deployment gave", async () => {
  const component = resources.find(({ type }) => type.toLowerCase() === "microsoft.insights/components");
  const { properties } = JSON.parse(await sent("GET", component?.id ?? ""));
  expect(properties.ConnectionString).toBe(connectionString);
});

test("the workbook is deployed beside it, as it lies in the repository", async () => {
  const workbook = resources.find(({ type }) => type.toLowerCase() === "microsoft.insights/workbooks");
  const { properties } = JSON.parse(await sent("GET", workbook?.id ?? ""));
  const file = join(paths.root, "infra/observability/app-insights/workbook.json");
  expect(properties.serializedData).toBe(readFileSync(file, "utf8"));
  expect(properties.sourceId).toBe(
    resources.find(({ type }) => type.toLowerCase() === "microsoft.insights/components")?.id,
  );
});
