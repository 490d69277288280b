import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type LabCloud, startLabCloud } from "../src/lab-cloud/index.ts";
import { postJson, variable } from "./start-test-cloud.ts";
import { telemetryItem } from "./telemetry-items.ts";

let cloud: LabCloud;
beforeAll(async () => {
  cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
});
afterAll(() => cloud.close());
beforeEach(() => fetch(received(), { method: "DELETE" }));

const received = () => variable(cloud, "LAB_TELEMETRY_URL");
const kept = async (): Promise<{ data: { baseData: Record<string, unknown> } }[]> =>
  JSON.parse(await (await fetch(received())).text());
const trace = (message: string) => telemetryItem(cloud, "MessageData", { message });

async function track(body: unknown, headers?: Record<string, string>) {
  const answer = await postJson(`${cloud.http}/v2.1/track`, body, headers);
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

test("items are received, counted and read back as they were sent", async () => {
  const items = [trace("one"), trace("two")];
  const { status, body } = await track(items);
  expect({ status, ...body }).toEqual({
    status: 200,
    itemsReceived: 2,
    itemsAccepted: 2,
    appId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    errors: [],
  });
  expect(await kept()).toEqual(items);
});

test("one item a line, a single item, and gzip are understood", async () => {
  await track([trace("a"), trace("b")].map((item) => JSON.stringify(item)).join("\n"));
  await track(trace("c"));
  const answer = await fetch(`${cloud.http}/v2/track`, {
    method: "POST",
    headers: { "content-encoding": "gzip" },
    body: gzipSync(JSON.stringify([trace("d")])),
  });
  expect(answer.status).toBe(200);
  expect((await kept()).map(({ data }) => data.baseData["message"])).toEqual(["a", "b", "c", "d"]);
});

test("deflate and a byte order mark are understood, other encodings are named", async () => {
  const send = (encoding: string, body: Buffer<ArrayBuffer> | string) =>
    fetch(`${cloud.http}/v2/track`, {
      method: "POST",
      headers: { "content-encoding": encoding },
      body,
    });
  expect((await send("deflate", deflateSync(JSON.stringify([trace("a")])))).status).toBe(200);
  expect((await send("identity", `\uFEFF${JSON.stringify([trace("b")])}`)).status).toBe(200);
  const refused = await send("zstd", "[]");
  expect(refused.status).toBe(415);
  expect(await refused.text()).toMatch(/gzip or deflate, not in 'zstd'/);
  expect((await kept()).map(({ data }) => data.baseData["message"])).toEqual(["a", "b"]);
});

test("of several lines one that is no JSON is named, and the others are kept", async () => {
  const { status, body } = await track(
    [JSON.stringify(trace("a")), "{", JSON.stringify(trace("b"))].join("\n"),
  );
  expect({ status, ...body }).toMatchObject({
    status: 206,
    itemsReceived: 3,
    itemsAccepted: 2,
    errors: [{ index: 1, statusCode: 400, message: "the item: is no JSON" }],
  });
});

test("a key's application is told, to those who ask before they send", async () => {
  const { appId } = (await track([trace("a")])).body;
  const ask = (key: string) => fetch(`${cloud.http}/api/profiles/${key}/appId`);
  const own = await ask(trace("a").iKey);
  expect([own.status, await own.text()]).toEqual([200, appId]);
  expect((await ask("11111111-2222-4333-8444-555555555555")).status).toBe(404);
});

test("of several items the wrong ones are named and the others are kept", async () => {
  const strange = telemetryItem(cloud, "MessageData", {}, { iKey: "11111111-2222-4333-8444-555555555555" });
  const { status, body } = await track([
    trace("kept"),
    strange,
    { name: "x" },
    { ...trace("y"), time: "noon" },
  ]);
  expect(status).toBe(206);
  expect(body).toMatchObject({ itemsReceived: 4, itemsAccepted: 1 });
  expect(body.errors).toEqual([
    { index: 1, statusCode: 400, message: expect.stringContaining("Invalid instrumentation key") },
    { index: 2, statusCode: 400, message: expect.stringMatching(/^time: /) },
    { index: 3, statusCode: 400, message: "time: is no time" },
  ]);
  expect(await kept()).toHaveLength(1);
  expect((await track([strange])).status).toBe(400);
});

test.each([
  ["no JSON", "{", undefined],
  ["nothing", "", undefined],
  ["an empty list", "[]", undefined],
  ["gzip that is none", "[]", { "content-encoding": "gzip" }],
])("%s is refused in one line", async (_what, body, headers) => {
  const answer = await track(body, headers);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toEqual({ code: "InvalidBody", message: expect.not.stringContaining("\n") });
});

test("a body that unzips to more than the limit is refused", async () => {
  const answer = await fetch(`${cloud.http}/v2.1/track`, {
    method: "POST",
    headers: { "content-encoding": "gzip" },
    body: gzipSync(Buffer.alloc(17 * 1_048_576)),
  });
  expect(answer.status).toBe(413);
});

test("an attribute of one megabyte is cut as Azure cuts it", async () => {
  const long = "x".repeat(1_048_576);
  expect((await track([telemetryItem(cloud, "EventData", { name: "e", properties: { long } })])).status).toBe(
    200,
  );
  const [item] = await kept();
  expect(item?.data.baseData["properties"]).toEqual({ long: "x".repeat(8192) });
});

test("what an exporter tells of itself is accepted and not kept", async () => {
  const resource = telemetryItem(cloud, "MetricData", { metrics: [{ name: "_OTELRESOURCE_", value: 0 }] });
  const statsbeat = {
    ...telemetryItem(cloud, "MetricData", { metrics: [{ name: "Request Success Count", value: 1 }] }),
    name: "Microsoft.ApplicationInsights.Statsbeat",
  };
  expect((await track([resource, statsbeat])).body).toMatchObject({ itemsAccepted: 2 });
  expect(await kept()).toEqual([]);
});

test("live metrics are told that nobody watches", async () => {
  const ping = await postJson(`${cloud.http}/QuickPulseService.svc/ping?ikey=x`, {});
  expect(ping.status).toBe(200);
  expect(ping.headers.get("x-ms-qps-subscribed")).toBe("false");
});

test("pages of other origins may not read what was received", async () => {
  const answer = await fetch(received(), { headers: { origin: "https://pages.example" } });
  expect(answer.status).toBe(403);
});
