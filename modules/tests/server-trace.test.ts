import { expect, test } from "vitest";
import {
  ATTRIBUTES as A,
  createMemoryExporter,
  createTelemetry,
  kpiRows,
  readTraceparent,
  type SpanRecord,
} from "../src/telemetry/index.ts";
import { ask, question, startTestServer, type TestServerOptions } from "./start-test-server.ts";
import { sayParis } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";
const CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const hello = { messages: question("hello") };

/** A server whose traces are kept. */
async function traced(options: TestServerOptions = {}) {
  const memory = createMemoryExporter();
  const telemetry = createTelemetry({ exporters: [memory] });
  const server = await startTestServer({ ...options, telemetry });
  const traces = async () => {
    while (telemetry.state().open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await telemetry.flush();
    return memory.traces().map(({ spans }) => spans);
  };
  return { ...server, traces };
}

const told = (spans: readonly SpanRecord[] = []) =>
  spans.map(({ name, parentSpanId }) => [
    spans.find(({ spanId }) => spanId === parentSpanId)?.name ?? "",
    name,
  ]);

test("one request is one trace, from its HTTP route to the call of the model", async () => {
  const server = await traced();
  await ask(server, CHAT, hello);
  const [spans, ...more] = await server.traces();
  expect(more).toEqual([]);
  expect(told(spans)).toEqual([
    ["", "POST /v1/chat/completions"],
    ["POST /v1/chat/completions", "hybrid.route"],
    ["POST /v1/chat/completions", "hybrid.execute"],
    ["hybrid.execute", "chat small"],
  ]);
  const [root] = spans ?? [];
  expect(root).toMatchObject({
    kind: "server",
    status: "unset",
    attributes: { [A.httpMethod]: "POST", [A.httpRoute]: CHAT, [A.httpStatus]: 200 },
  });
  const end = (root?.startMs ?? 0) + (root?.durationMs ?? 0);
  for (const { startMs, durationMs } of spans ?? [])
    expect(startMs + durationMs).toBeLessThanOrEqual(end + 0.001);
});

test.each([false, true])("the caller's trace goes on to the provider; stream: %s", async (stream) => {
  const server = await traced();
  const response = await fetch(server.url + CHAT, {
    method: "POST",
    headers: { "content-type": "application/json", traceparent: CALLER },
    body: JSON.stringify({ ...hello, stream }),
  });
  await response.text();
  const [[root] = []] = await server.traces();
  expect(root).toMatchObject({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    parentSpanId: "b7ad6b7169203331",
    attributes: { [A.httpStatus]: 200 },
  });
  const own = { traceId: root?.traceId, spanId: root?.spanId, sampled: true };
  expect(readTraceparent(response.headers.get("traceresponse") ?? "")).toEqual(own);
  expect(readTraceparent(String(server.upstream.seen[0]?.headers.traceparent))).toEqual(own);
});

test("a header that is no traceparent is as none, and goes to nobody", async () => {
  const server = await traced();
  await ask(server, CHAT, hello, { traceparent: "00-my-secret-01" });
  const [[root] = []] = await server.traces();
  expect(root?.parentSpanId).toBeUndefined();
  expect(server.upstream.seen[0]?.headers.traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
});

test.each([
  ["nobody answers", hello, 503, "error", "NO_ANSWER"],
  ["there is no such model", { ...hello, model: "none-such" }, 404, "unset", "MODEL_NOT_FOUND"],
  ["the body is wrong", { messages: "hello" }, 400, "unset", "INVALID_REQUEST"],
])("when %s the request says so", async (_, body, httpStatus, status, code) => {
  const server = await traced({ instead: (_request, response) => response.writeHead(500).end("{}") });
  expect((await ask(server, CHAT, body)).status).toBe(httpStatus);
  const [[root] = []] = await server.traces();
  expect(root).toMatchObject({
    status,
    attributes: { [A.httpStatus]: httpStatus, [A.errorType]: code },
  });
});

test("a stream that broke off has an error, though its status was 200", async () => {
  const server = await traced({
    instead({ body }, response) {
      if (!body?.stream) return sayParis({ body, method: "", url: "", headers: {} }, response);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(
        `data: ${JSON.stringify({ model: "m", choices: [{ index: 0, delta: { content: "Pa" } }] })}\n\n`,
      );
      setTimeout(() => response.destroy(), 20);
    },
    orchestrator: { routes: { local: ["small"], cloud: ["large"] } },
  });
  const response = await fetch(server.url + CHAT, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...hello, stream: true }),
  });
  await response.text().catch(() => undefined);
  const [[root] = []] = await server.traces();
  expect(root?.attributes[A.errorType]).toBeDefined();
  expect(root?.status).toBe("error");
});

test("whoever goes away before the answer leaves a trace that says so", async () => {
  const server = await traced({ instead: () => {} });
  const leaving = new AbortController();
  const asked = fetch(server.url + CHAT, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(hello),
    signal: leaving.signal,
  }).catch(() => "left");
  while (server.upstream.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  leaving.abort();
  expect(await asked).toBe("left");
  const [[root] = []] = await server.traces();
  expect(root?.attributes).toMatchObject({ [A.httpStatus]: 499, [A.errorType]: "CLIENT_LEFT" });
});

test("a rating has a span, and is no request that KPIs count", async () => {
  const server = await traced();
  const { body } = await ask(server, CHAT, hello);
  await ask(server, "/v1/feedback", { request_id: body.id, rating: 5 });
  const spans = (await server.traces()).flat();
  expect(spans.filter(({ kind }) => kind === "server").map(({ name }) => name)).toEqual([
    "POST /v1/chat/completions",
    "POST /v1/feedback",
  ]);
  expect(kpiRows(spans)).toMatchObject([{ outcome: "answered" }]);
});

test("what asks no model has no trace", async () => {
  const server = await traced();
  await ask(server, "/livez");
  await ask(server, "/v1/models");
  expect(await server.traces()).toEqual([]);
});
