import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import { LogsQueryClient, type LogsQueryResult } from "@azure/monitor-query-logs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectAz } from "../src/azure/index.ts";
import { paths } from "../src/config/paths.ts";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, temporaryFolder, variable } from "./start-test-cloud.ts";
import { telemetryItem } from "./telemetry-items.ts";

const DAY = { duration: "P1D" };
let cloud: LabCloud;
let client: LogsQueryClient;
let workspace: string;
let component: string;

// MSAL reads these variables once a process; vitest gives each test file a process of its own.
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  for (const name of ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_TOKEN_CREDENTIALS"])
    process.env[name] = variable(cloud, name);
  setDefaultCACertificates([...getCACertificates("default"), readFileSync(cloud.ca, "utf8")]);
  client = new LogsQueryClient(new DefaultAzureCredential(), {
    endpoint: variable(cloud, "LOGS_QUERY_ENDPOINT"),
  });
  workspace = variable(cloud, "LOG_ANALYTICS_WORKSPACE_ID");
  component = `/subscriptions/${variable(cloud, "AZURE_SUBSCRIPTION_ID")}/resourceGroups/lab/providers/Microsoft.Insights/components/insights`;
  await send();
});
afterAll(() => cloud.close());

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** One request that failed over from a local model to a cloud model, as exporters tell it. */
async function send(): Promise<void> {
  const tags = {
    "ai.operation.id": "op1",
    "ai.operation.name": "POST /v1/chat/completions",
    "ai.cloud.role": "api",
  };
  const call = (name: string, duration: string, success: boolean, properties: object) =>
    telemetryItem(
      cloud,
      "RemoteDependencyData",
      { id: name, name, duration, success, resultCode: success ? "200" : "504", type: "GenAI", properties },
      { tags: { ...tags, "ai.operation.parentId": "r1" }, time: ago(5) },
    );
  const items = [
    telemetryItem(
      cloud,
      "RequestData",
      {
        id: "r1",
        name: "POST",
        url: "http://lab/v1",
        duration: "00.00:00:01.500",
        success: true,
        responseCode: "200",
      },
      { tags, time: ago(5) },
    ),
    call("chat phi-4", "00.00:00:01.200", false, { tier: "local" }),
    call("chat gpt-4o", "00.00:00:00.250", true, { tier: "cloud", "gen_ai.usage.output_tokens": "42" }),
    telemetryItem(
      cloud,
      "ExceptionData",
      { exceptions: [{ typeName: "DeadlineError", message: "late" }] },
      { tags },
    ),
    telemetryItem(cloud, "MessageData", { message: "fell back", severityLevel: "Warning" }, { tags }),
    telemetryItem(
      cloud,
      "EventData",
      { name: "RoutingDecision", properties: { tier: "local" } },
      { sampleRate: 25 },
    ),
    telemetryItem(cloud, "MetricData", {
      metrics: [{ name: "tokens", value: 54, count: 2, min: 12, max: 42 }],
    }),
    telemetryItem(cloud, "MessageData", { message: "old" }, { time: ago(60 * 24 * 3) }),
  ];
  const answer = await postJson(`${cloud.http}/v2.1/track`, items);
  expect(answer.status).toBe(200);
}

/** Rows of the first table as objects. */
function records(result: LogsQueryResult): Record<string, unknown>[] {
  if (result.status !== "Success") throw new Error(result.partialError.message);
  const [table] = result.tables;
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((value, index) => [table?.columnDescriptors[index]?.name ?? "", value])),
  );
}
const ask = async (query: string) => records(await client.queryWorkspace(workspace, query, DAY));
const askResource = async (query: string) => records(await client.queryResource(component, query, DAY));

describe("Azure's query client", () => {
  test("gets typed rows of a workspace", async () => {
    const [row] = await ask(
      "AppRequests | project TimeGenerated, Name, DurationMs, Success, ResultCode, OperationId, AppRoleName, PerformanceBucket",
    );
    expect(row).toEqual({
      TimeGenerated: expect.any(Date),
      Name: "POST",
      DurationMs: 1500,
      Success: true,
      ResultCode: "200",
      OperationId: "op1",
      AppRoleName: "api",
      PerformanceBucket: "1sec-3sec",
    });
  });

  test("gets dynamic columns as objects, and empty places as null", async () => {
    const [row] = await ask("AppDependencies | where Name has 'gpt' | extend none = todouble('x')");
    expect(row).toMatchObject({
      Properties: { tier: "cloud", "gen_ai.usage.output_tokens": "42" },
      none: null,
      ParentId: "r1",
    });
  });

  test("is answered as whoever asks in the address is", async () => {
    const { token } = await new DefaultAzureCredential().getToken("https://api.loganalytics.io/.default");
    const query = new URLSearchParams({ query: "AppTraces | count", timespan: "P1D" });
    const url = `${cloud.http}/v1/workspaces/${workspace}/query?${query}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ tables: [{ rows: [[1]] }] });
    expect((await fetch(url)).status).toBe(401);
  });

  test("looks through all tables once, under the names of the place it asks", async () => {
    expect(await ask("search 'gpt' | distinct $table, Name")).toEqual([
      { $table: "AppDependencies", Name: "chat gpt-4o" },
    ]);
    expect(await askResource("search 'gpt' | distinct $table, name")).toEqual([
      { $table: "dependencies", name: "chat gpt-4o" },
    ]);
  });

  test("sees one request across tables by its operation", async () => {
    const rows = await askResource(
      "union requests, dependencies, exceptions, traces | where operation_Id == 'op1' | summarize count() by itemType | order by itemType asc",
    );
    expect(rows.map(({ itemType, count_ }) => [itemType, count_])).toEqual([
      ["dependency", 2],
      ["exception", 1],
      ["request", 1],
      ["trace", 1],
    ]);
  });

  test("joins, counts and takes percentiles", async () => {
    const [row] = await askResource(
      `dependencies
       | join kind=inner (requests | project id, whole = duration) on $left.operation_ParentId == $right.id
       | summarize calls = count(), failed = countif(success == false), p95 = percentile(duration, 95), whole = max(whole)`,
    );
    expect(row).toEqual({ calls: 2, failed: 1, p95: 1200, whole: 1500 });
  });

  test("reads each kind in its own columns", async () => {
    expect(await ask("AppExceptions | project ExceptionType, OuterMessage")).toEqual([
      { ExceptionType: "DeadlineError", OuterMessage: "late" },
    ]);
    expect(await ask("AppTraces | project Message, SeverityLevel")).toEqual([
      { Message: "fell back", SeverityLevel: 2 },
    ]);
    expect(await ask("AppMetrics | project Name, Sum, ItemCount, Max")).toEqual([
      { Name: "tokens", Sum: 54, ItemCount: 2, Max: 42 },
    ]);
    expect(
      await askResource("customEvents | project name, itemCount, tier = tostring(customDimensions.tier)"),
    ).toEqual([{ name: "RoutingDecision", itemCount: 4, tier: "local" }]);
  });

  test("looks at the time that it was told, and at no other", async () => {
    const count = async (span: Parameters<LogsQueryClient["queryWorkspace"]>[2]) =>
      records(await client.queryWorkspace(workspace, "AppTraces | count", span))[0]?.["Count"];
    expect(await count(DAY)).toBe(1);
    expect(await count({ duration: "P7D" })).toBe(2);
    const [startTime, endTime] = [new Date(ago(60 * 24 * 4)), new Date(ago(60 * 24 * 2))];
    expect(await count({ startTime, endTime })).toBe(1);
    expect(await count({ startTime, duration: "PT1H" })).toBe(0);
    expect(await count({ duration: "P2D", endTime })).toBe(1);
  });

  test("is given statistics and the chart when it asks for them", async () => {
    const options = { includeQueryStatistics: true, includeVisualization: true };
    const query = "AppRequests | summarize count() by bin(TimeGenerated, 1h) | render timechart";
    const told = await client.queryWorkspace(workspace, query, DAY, options);
    expect(told).toMatchObject({
      statistics: { query: { executionTime: expect.any(Number) } },
      visualization: { visualization: "timechart" },
    });
    expect((await client.queryWorkspace(workspace, query, DAY)).statistics).toBeUndefined();
  });

  test("asks several queries at once, of which one may fail", async () => {
    const [good, bad] = await client.queryBatch([
      { workspaceId: workspace, query: "AppRequests | count", timespan: DAY },
      { workspaceId: workspace, query: "AppRequests | cont", timespan: DAY },
    ]);
    expect(good).toMatchObject({ status: "Success", tables: [{ rows: [[1]] }] });
    expect(bad).toMatchObject({
      partialError: { code: "BadArgumentError", message: expect.stringContaining("Is 'count' meant?") },
    });
  });

  test("is told of more rows than an answer holds", async () => {
    const result = await client.queryWorkspace(workspace, "range n from 1 to 40000 step 1", DAY);
    expect(result).toMatchObject({ status: "PartialFailure", partialError: { code: "PartialError" } });
    expect(result.status === "PartialFailure" && result.partialTables[0]?.rows).toHaveLength(30_000);
  });

  test("is told the place of an error", async () => {
    await expect(ask("AppRequests\n| where Duration > 3")).rejects.toMatchObject({
      statusCode: 400,
      code: "BadArgumentError",
      message: "line 2, column 9: There is no column 'Duration' here. Is 'DurationMs' meant?",
      details: { error: { innererror: { code: "SemanticError" } } },
    });
  });
});

test("a workspace that was deployed here is queried by the id that its deployment tells", async () => {
  const az = connectAz({ cloud: "lab", http: cloud.http, outFolder: await temporaryFolder() });
  await az.ensureGroup({ name: "logs", location: "swedencentral" });
  const template = join(paths.root, "infra", "bicep", "modules", "log-analytics.bicep");
  const { outputs } = await az.deploy({ group: "logs", template, parameters: { name: "lab-logs" } });
  const id = outputs.text("customerId");
  expect(id).not.toBe(workspace);
  expect(records(await client.queryWorkspace(id, "AppRequests | count", DAY))).toEqual([{ Count: 1 }]);
});

describe("refusals", () => {
  const query = { query: "AppRequests | count", timespan: "P1D" };
  const post = async (path: string, body: unknown, resource = "https://api.loganalytics.io") => {
    const { token } = await new ManagedIdentityCredential().getToken(`${resource}/.default`);
    const answer = await postJson(`${cloud.http}${path}`, body, { authorization: `Bearer ${token}` });
    return { status: answer.status, code: JSON.parse(await answer.text()).error?.code };
  };

  test.each([
    [
      "another workspace",
      () => "/v1/workspaces/11111111-2222-4333-8444-555555555555/query",
      query,
      404,
      "WorkspaceNotFoundError",
    ],
    [
      "another subscription",
      () => "/v1/subscriptions/x/resourceGroups/g/providers/microsoft.insights/components/c/query",
      query,
      404,
      "PathNotFoundError",
    ],
    [
      "a timespan that is none",
      () => `/v1/workspaces/${workspace}/query`,
      { ...query, timespan: "yesterday" },
      400,
      "BadArgumentError",
    ],
    ["no query", () => `/v1/workspaces/${workspace}/query`, {}, 400, "BadArgumentError"],
    ["no JSON", () => `/v1/workspaces/${workspace}/query`, "{", 400, "BadArgumentError"],
    ["a batch that is none", () => "/v1/$batch", { requests: 1 }, 400, "BadArgumentError"],
  ])("%s", async (_what, path, body, status, code) => {
    expect(await post(path(), body)).toEqual({ status, code });
  });

  test("no token, and a token for something else", async () => {
    const path = `/v1/workspaces/${workspace}/query`;
    expect((await postJson(`${cloud.http}${path}`, query)).status).toBe(401);
    expect(await post(path, query, "https://cognitiveservices.azure.com")).toEqual({
      status: 401,
      code: "AuthorizationRequiredError",
    });
  });
});
