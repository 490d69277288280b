import { writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { SettingsError } from "../src/core/errors.ts";
import { createAuthority, issueServerCertificate } from "../src/lab-cloud/trust/authority.ts";
import {
  createMemoryExporter,
  createOtlpExporter,
  createTelemetry,
  openSqliteExporter,
  type TelemetryExporter,
} from "../src/telemetry/index.ts";
import { runNode } from "./run-process.ts";
import { serve } from "./serve.ts";
import { temporaryFolder } from "./start-test-cloud.ts";
import { answerOver } from "./traced-answers.ts";

const RESOURCE = { service: "hybrid-router", version: "1.2.3", instance: "one" };

/** The spans of so many requests, through the queue into an exporter. */
async function send(exporter: TelemetryExporter, requests: number, tries = 1) {
  const telemetry = createTelemetry({ exporters: [exporter], queue: { tries } });
  for (let place = 0; place < requests; place++) telemetry.traceAnswer(answerOver(place));
  const [state] = await telemetry.flush();
  return { telemetry, state };
}

describe("the memory exporter", () => {
  test("keeps the newest traces, oldest first, also after it was cleared", async () => {
    const memory = createMemoryExporter({ capacity: 3 });
    const idsAfter = async (requests: number) => {
      await send(memory, requests);
      return memory.traces().map(({ spans }) => spans[0]?.attributes["hybrid.request.id"]);
    };
    expect(await idsAfter(2)).toEqual(["request-0", "request-1"]);
    expect(await idsAfter(8)).toEqual(["request-5", "request-6", "request-7"]);
    expect(memory.spans()).toHaveLength(12);
    memory.clear();
    expect(await idsAfter(4)).toEqual(["request-1", "request-2", "request-3"]);
  });
});

describe("the SQLite exporter", () => {
  test("gives spans back as they were, also to the next process", async () => {
    const file = join(await temporaryFolder(), "deep", "telemetry.sqlite");
    const sqlite = await openSqliteExporter({ file });
    const memory = createMemoryExporter();
    const telemetry = createTelemetry({ exporters: [sqlite, memory] });
    for (let place = 0; place < 20; place++) telemetry.traceAnswer(answerOver(place));
    await telemetry.close();
    const again = await openSqliteExporter({ file });
    onTestFinished(() => again.close?.());
    const [trace] = memory.traces();
    expect(again.read()).toHaveLength(80);
    expect(again.read({ traceId: trace?.traceId ?? "" })).toEqual(
      trace?.spans.toSorted((one, other) => one.startMs - other.startMs),
    );
    expect(again.read({ name: "hybrid.route", limit: 5 })).toHaveLength(5);
    expect(again.read({ since: answerOver(10).record.at }).length).toBe(40);
  });

  test("keeps no more than it may, the newest", async () => {
    const file = join(await temporaryFolder(), "telemetry.sqlite");
    const sqlite = await openSqliteExporter({ file, maxTraces: 2 });
    onTestFinished(() => sqlite.close?.());
    await send(sqlite, 30);
    const kept = sqlite.read();
    expect(kept).toHaveLength(8);
    expect(kept.some(({ attributes }) => attributes["hybrid.request.id"] === "request-29")).toBe(true);
  });

  test("finds a trace and a time among many batches", async () => {
    const file = join(await temporaryFolder(), "telemetry.sqlite");
    const sqlite = await openSqliteExporter({ file, maxTraces: 40 });
    onTestFinished(() => sqlite.close?.());
    const telemetry = createTelemetry({ exporters: [sqlite], queue: { batchSize: 40 } });
    for (let place = 0; place < 64; place++) telemetry.traceAnswer(answerOver(place));
    await telemetry.flush();
    const roots = sqlite.read({ name: "hybrid.request" });
    expect(roots.length).toBeGreaterThan(30);
    expect(roots.length).toBeLessThanOrEqual(40);
    const [first] = roots;
    expect(sqlite.read({ traceId: first?.traceId ?? "" })).toHaveLength(4);
    expect(sqlite.read({ traceId: "0".repeat(32) })).toEqual([]);
    expect(sqlite.read({ since: answerOver(50).record.at, until: answerOver(52).record.at })).toHaveLength(8);
  });

  test("says that a file is no database, with its path", async () => {
    const file = join(await temporaryFolder(), "notes.txt");
    await writeFile(file, "This is no database at all, but a text of some length.".repeat(40));
    await expect(openSqliteExporter({ file })).rejects.toThrow(
      `The telemetry file ${file} cannot be opened.`,
    );
  });
});

/** A collector on a real port that answers these statuses in turn, then 200. */
async function collector(statuses: readonly number[] = []) {
  const left = [...statuses];
  const heard: { path: string; headers: NodeJS.Dict<string | string[]>; body: Record<string, unknown> }[] =
    [];
  const address = await serve(async (request, response) => {
    const body = (await json(request)) as Record<string, unknown>;
    heard.push({ path: request.url ?? "", headers: request.headers, body });
    response.writeHead(left.shift() ?? 200).end("{}");
  });
  return { address, heard };
}

describe("the OTLP exporter", () => {
  test("sends spans and metrics as collectors take them", async () => {
    const { address, heard } = await collector();
    const headers = { "x-key": "k" };
    const { state } = await send(createOtlpExporter({ endpoint: address, headers, resource: RESOURCE }), 1);
    expect(state).toMatchObject({ exported: 4, dropped: 0 });
    expect(heard.map(({ path }) => path)).toEqual(["/v1/traces", "/v1/metrics"]);
    expect(heard[0]?.headers["x-key"]).toBe("k");
    const at = answerOver(0).record.at;
    expect(heard[0]?.body).toMatchObject({
      resourceSpans: [
        {
          resource: {
            attributes: [
              { key: "service.name", value: { stringValue: "hybrid-router" } },
              { key: "service.version", value: { stringValue: "1.2.3" } },
              { key: "service.instance.id", value: { stringValue: "one" } },
            ],
          },
          scopeSpans: [
            {
              spans: [
                { name: "hybrid.request", kind: 2, startTimeUnixNano: `${at}000000` },
                { name: "hybrid.route", kind: 1 },
                { name: "hybrid.execute", kind: 1 },
                { name: "chat gpt-4o", kind: 3 },
              ],
            },
          ],
        },
      ],
    });
    const text = JSON.stringify(heard[1]?.body);
    expect(text).toContain('"name":"gen_ai.client.operation.duration"');
    expect(text).toContain('"aggregationTemporality":2');
  });

  test.each([
    ["http://127.0.0.1:4318", "/v1/traces"],
    ["/base/", "/base/v1/traces"],
    ["/v1/traces", "/v1/traces"],
  ])("knows the address %s", async (path, asked) => {
    const { address, heard } = await collector();
    const endpoint = path.startsWith("http") ? address : `${address}${path}`;
    await send(createOtlpExporter({ endpoint, resource: RESOURCE }), 1);
    expect(heard[0]?.path).toBe(asked);
  });

  test("sends again what a busy collector did not take, and nothing that it refused", async () => {
    const busy = await collector([503]);
    const after = await send(createOtlpExporter({ endpoint: busy.address, resource: RESOURCE }), 1, 3);
    expect(after.state).toMatchObject({ exported: 4, dropped: 0 });
    const strict = await collector([400]);
    const refused = await send(createOtlpExporter({ endpoint: strict.address, resource: RESOURCE }), 1, 3);
    expect(refused.state).toMatchObject({ exported: 0, dropped: 4 });
    expect(strict.heard.filter(({ path }) => path === "/v1/traces")).toHaveLength(1);
    expect(refused.telemetry.metrics.prometheus()).toContain(
      'hybrid_telemetry_dropped_total{hybrid_exporter="otlp",hybrid_cause="failed"} 4',
    );
  });

  test("counts what it could not send as nobody was there", async () => {
    const { state } = await send(
      createOtlpExporter({ endpoint: "http://127.0.0.1:1", resource: RESOURCE }),
      3,
    );
    expect(state).toMatchObject({ exported: 0, dropped: 12, failing: "The collector cannot be reached." });
  });

  test.each(["", "localhost:4318", "ftp://x", "http://user:hunter2@x"])(
    "refuses the address %s at once, without its password",
    (endpoint) => {
      const make = () => createOtlpExporter({ endpoint, resource: RESOURCE });
      expect(make).toThrow(SettingsError);
      expect(make).not.toThrow(/hunter2/);
    },
  );
});

interface Envelope {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

/** What Application Insights' ingestion is sent, over https with a certificate of the lab. */
async function ingestion() {
  const authority = await createAuthority(Date.now());
  const { certificate, key } = await issueServerCertificate(authority, Date.now());
  const envelopes: Envelope[] = [];
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const items = (await json(request)) as Envelope[];
    envelopes.push(...items);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ itemsReceived: items.length, itemsAccepted: items.length, errors: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const file = join(await temporaryFolder(), "ca.pem");
  await writeFile(file, authority.certificate);
  const { port } = server.address() as AddressInfo;
  return { envelopes, file, endpoint: `https://localhost:${port}/` };
}

const KEY = "a1b2c3d4-0000-4000-8000-00805f9b34fb";

const program = (connectionString: string) => `
  import { createAzureMonitorExporter, createTelemetry } from "./modules/src/telemetry/index.ts";
  import { answerOver } from "./modules/tests/traced-answers.ts";
  const exporter = createAzureMonitorExporter({
    connectionString: ${JSON.stringify(connectionString)},
    resource: ${JSON.stringify(RESOURCE)},
  });
  const telemetry = createTelemetry({ exporters: [exporter], queue: { tries: 1 } });
  for (let place = 0; place < 50; place++) telemetry.traceAnswer(answerOver(place));
  console.log(JSON.stringify(await telemetry.close()));
`;

describe("the Azure Monitor exporter", () => {
  // A process that waits for its reports on itself hangs for 20 s: the limit is what shows that it does not.
  test("delivers every span and lets the process end at once", { timeout: 15_000 }, async () => {
    const { envelopes, file, endpoint } = await ingestion();
    const run = runNode(
      ["--input-type=module", "-e", program(`InstrumentationKey=${KEY};IngestionEndpoint=${endpoint}`)],
      { NODE_EXTRA_CA_CERTS: file },
    );
    expect(await run.ended, run.stderr()).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject([{ exported: 200, dropped: 0, waiting: 0 }]);
    const of = (type: string) => envelopes.filter(({ data }) => data.baseType === type);
    expect(of("RequestData")).toHaveLength(50);
    expect(of("RemoteDependencyData")).toHaveLength(150);
    const operations = new Set(of("RequestData").map(({ tags }) => tags["ai.operation.id"]));
    expect(operations.size).toBe(50);
    expect(of("RemoteDependencyData").every(({ tags }) => operations.has(tags["ai.operation.id"]))).toBe(
      true,
    );
    expect(of("RequestData")[0]?.tags["ai.cloud.role"]).toBe("hybrid-router");
    const metrics = of("MetricData").map(({ data }) => JSON.stringify(data.baseData));
    expect(metrics.some((text) => text.includes("gen_ai.client.token.usage"))).toBe(true);
  });

  test("counts what was not taken when nobody is there, and the process still ends", {
    timeout: 15_000,
  }, async () => {
    const run = runNode([
      "--input-type=module",
      "-e",
      program(`InstrumentationKey=${KEY};IngestionEndpoint=https://localhost:1/`),
    ]);
    expect(await run.ended, run.stderr()).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject([
      { exported: 0, dropped: 200, failing: "Application Insights cannot be reached." },
    ]);
  });
});
