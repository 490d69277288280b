import { describe, expect, test } from "vitest";
import { createOrchestrator, type OrchestratorOptions } from "../src/orchestrator/create-orchestrator.ts";
import { createFoundryLocal } from "../src/providers/foundry-local.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import {
  ATTRIBUTES as A,
  CALLS_SHOWN,
  createMemoryExporter,
  createTelemetry,
  kpiRows,
  type SpanRecord,
  sayWaterfall,
  type TelemetryOptions,
  waterfallOf,
} from "../src/telemetry/index.ts";
import { type ChatDoubleOptions, chatDouble } from "./chat-double.ts";

const SIMPLE = "What is the capital of France?";
const COMPLEX = "Compare REST and GraphQL and explain the trade-offs.";

const refuse = (status: number): ChatDoubleOptions => ({
  instead: (response) =>
    response.writeHead(status).end(JSON.stringify({ error: { code: `E${status}`, message: "no" } })),
});

interface Given {
  readonly local?: ChatDoubleOptions;
  readonly cloud?: ChatDoubleOptions;
  readonly options?: Partial<OrchestratorOptions>;
  readonly telemetry?: Partial<TelemetryOptions>;
}

/** An orchestrator over two servers on real ports, whose telemetry is kept in memory. */
async function watched(given: Given = {}) {
  const local = await chatDouble({ words: ["from ", "local"], ...given.local });
  const cloud = await chatDouble({ words: ["from ", "cloud"], model: "gpt-4o-2024-11-20", ...given.cloud });
  const memory = createMemoryExporter();
  const telemetry = createTelemetry({ exporters: [memory], ...given.telemetry });
  const orchestrator = createOrchestrator({
    backends: [
      { provider: createFoundryLocal({ endpoint: local.address }), model: "small", maxTokens: 100 },
      {
        provider: createOpenAiCompatible({ name: "azure", baseUrl: `${cloud.address}/v1`, tier: "azure" }),
        model: "gpt-4o",
        maxTokens: 1000,
      },
    ],
    ...telemetry.watch,
    ...given.options,
  });
  const onlyTrace = async () => {
    await telemetry.flush();
    const [trace, ...more] = memory.traces();
    expect(more).toEqual([]);
    return trace?.spans ?? [];
  };
  return { orchestrator, telemetry, memory, onlyTrace };
}

/** Names of a span and of all above it, from the root. */
function pathOf(span: SpanRecord | undefined, spans: readonly SpanRecord[]): readonly string[] {
  if (!span) return [];
  return [
    ...pathOf(
      spans.find(({ spanId }) => spanId === span.parentSpanId),
      spans,
    ),
    span.name,
  ];
}

const paths = (spans: readonly SpanRecord[]) => spans.map((span) => pathOf(span, spans).join(" > "));

describe("the trace of one request", () => {
  test("goes from the request over the router and the plan to the call of the model", async () => {
    const { orchestrator, onlyTrace } = await watched();
    await orchestrator.ask(COMPLEX);
    const spans = await onlyTrace();
    expect(paths(spans)).toEqual([
      "hybrid.request",
      "hybrid.request > hybrid.route",
      "hybrid.request > hybrid.execute",
      "hybrid.request > hybrid.execute > chat gpt-4o",
    ]);
    expect(spans.map(({ kind }) => kind)).toEqual(["server", "internal", "internal", "client"]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const [, route, execute, call] = spans;
    expect(route?.attributes).toMatchObject({
      [A.strategy]: "hybrid",
      [A.router]: "rule",
      [A.target]: "cloud",
    });
    expect(execute?.attributes).toMatchObject({
      [A.outcome]: "answered",
      [A.provenance]: "live",
      [A.tier]: "azure",
      [A.attempts]: 1,
    });
    expect(execute?.attributes[A.costUsd]).toBeCloseTo((1000 * 2.5 + 500 * 10) / 1e6);
    expect(call?.attributes).toMatchObject({
      [A.operation]: "chat",
      [A.provider]: "azure.ai.openai",
      [A.requestModel]: "gpt-4o",
      [A.responseModel]: "gpt-4o-2024-11-20",
      [A.finishReasons]: ["stop"],
      [A.inputTokens]: 1000,
      [A.outputTokens]: 500,
      [A.attemptKind]: "first",
    });
    expect(call?.events.map(({ name }) => name)).toEqual(["gen_ai.first_token"]);
  });

  test("has both calls when the first model fails, the failed one with its kind of error", async () => {
    const { orchestrator, onlyTrace } = await watched({ local: refuse(503) });
    await orchestrator.ask(SIMPLE);
    const calls = (await onlyTrace()).filter(({ kind }) => kind === "client");
    expect(calls.at(0)).toMatchObject({
      name: "chat small",
      status: "error",
      attributes: { [A.provider]: "foundry.local", [A.errorType]: "503", [A.attempt]: 1 },
    });
    expect(calls.at(-1)).toMatchObject({
      name: "chat gpt-4o",
      status: "unset",
      attributes: { [A.attemptKind]: "fallback", [A.attemptOutcome]: "answered" },
    });
    expect(calls[0]?.attributes[A.outputTokens]).toBeUndefined();
  });

  test("of a failed request has its calls too, and an error at its root", async () => {
    const { orchestrator, onlyTrace } = await watched({ local: refuse(503), cloud: refuse(500) });
    await expect(orchestrator.ask(SIMPLE)).rejects.toThrow("No model answered");
    const spans = await onlyTrace();
    expect(spans[0]).toMatchObject({ name: "hybrid.request", status: "error" });
    expect(spans[0]?.attributes[A.errorType]).toMatch(/^[A-Z_]+$/);
    expect(spans.filter(({ kind }) => kind === "client").length).toBeGreaterThanOrEqual(2);
    expect(spans.length).toBeLessThan(8);
  });

  test("has spans that lie within their request", async () => {
    const { orchestrator, onlyTrace } = await watched({ local: refuse(503) });
    await orchestrator.ask(SIMPLE);
    const [root, ...below] = await onlyTrace();
    const end = (root?.startMs ?? 0) + (root?.durationMs ?? 0);
    for (const span of below) {
      expect(span.startMs).toBeGreaterThanOrEqual(root?.startMs ?? Number.POSITIVE_INFINITY);
      expect(span.startMs + span.durationMs).toBeLessThanOrEqual(end + 0.001);
    }
  });

  test("goes on the caller's trace and stands under the HTTP route", async () => {
    const { orchestrator, telemetry, onlyTrace } = await watched();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const request = telemetry.start({
      requestId: "request-1",
      http: { method: "POST", route: "/v1/chat/completions" },
      traceparent,
    });
    const context = { requestId: "request-1", tenant: "acme", client: "web" };
    await orchestrator.complete({ model: "auto", messages: [{ role: "user", content: SIMPLE }] }, context);
    request.end({ httpStatus: 200 });
    request.end({ httpStatus: 500 });
    const spans = await onlyTrace();
    expect(spans[0]).toMatchObject({
      traceId: "0af7651916cd43dd8448eb211c80319c",
      parentSpanId: "b7ad6b7169203331",
      name: "POST /v1/chat/completions",
      status: "unset",
      attributes: { [A.httpMethod]: "POST", [A.httpRoute]: "/v1/chat/completions", [A.httpStatus]: 200 },
    });
    expect(request.traceparent).toBe(`00-0af7651916cd43dd8448eb211c80319c-${spans[0]?.spanId}-01`);
    expect(paths(spans)[3]).toBe("POST /v1/chat/completions > hybrid.execute > chat small");
  });

  test("stays under eight spans however often models are asked", async () => {
    const { telemetry, memory } = await watched();
    const attempts = Array.from({ length: 9 }, (_, place) => ({
      provider: "azure",
      deployment: `m${place}`,
      startedAt: 1000 + place,
      ms: 1,
      outcome: place === 8 ? ("answered" as const) : ("failed" as const),
      ...(place < 8 && { status: 500 }),
    }));
    telemetry.traceAnswer({
      record: {
        requestId: "r",
        at: 1000,
        strategy: "rule",
        decision: decision(),
        route: "cloud",
        plan: ["m0"],
        passed: [],
        outcome: "answered",
        ms: 20,
      },
      attempts,
    });
    await telemetry.flush();
    const spans = memory.spans();
    expect(spans).toHaveLength(3 + CALLS_SHOWN);
    expect(spans.filter(({ kind }) => kind === "client").map(({ name }) => name)).toEqual([
      "chat m0",
      "chat m1",
      "chat m2",
      "chat m8",
    ]);
    expect(spans[2]?.events.map(({ attributes }) => attributes[A.requestModel])).toEqual([
      "m3",
      "m4",
      "m5",
      "m6",
      "m7",
    ]);
    expect(spans[2]?.attributes[A.attempts]).toBe(9);
  });

  test("shows the language model that decided below the decision, and stays under eight spans", async () => {
    const { telemetry, memory } = await watched();
    const attempts = Array.from({ length: 6 }, (_, place) => ({
      provider: "azure",
      deployment: `m${place}`,
      startedAt: 1010,
      ms: 1,
      outcome: place === 5 ? ("answered" as const) : ("failed" as const),
    }));
    const record = {
      requestId: "r",
      at: 1000,
      strategy: "phi",
      route: "cloud",
      plan: ["m0"],
      passed: [],
      ms: 20,
    };
    telemetry.traceAnswer({
      record: {
        ...record,
        decision: { ...decision(), ms: 8, asked: { model: "phi-4", provider: "foundry-local", ms: 6 } },
        outcome: "answered",
      },
      attempts,
    });
    await telemetry.flush();
    const spans = memory.spans();
    expect(spans).toHaveLength(7);
    expect(paths(spans)[2]).toBe("hybrid.request > hybrid.route > chat phi-4");
    expect(spans[2]).toMatchObject({ kind: "client", startMs: 1002, durationMs: 6 });
    expect(spans[2]?.attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "foundry.local",
    });
    expect(spans.slice(4).map(({ name }) => name)).toEqual(["chat m0", "chat m1", "chat m5"]);
    expect(kpiRows(spans)).toMatchObject([{ calls: 6 }]);
  });

  test("calls a check that asked for vectors by that name", async () => {
    const { telemetry, memory } = await watched();
    const usage = { promptTokens: 2, completionTokens: 0, estimated: false };
    const call = {
      provider: "azure",
      purpose: "routing",
      provenance: "simulated",
      usage,
      costUsd: 0,
    } as const;
    telemetry.watch.onEvent({
      type: "spent",
      operation: "check",
      requestId: "check-1",
      tenant: "house",
      at: 1000,
      ms: 5,
      calls: [
        { ...call, model: "vectors", embeds: true },
        { ...call, model: "large" },
      ],
    });
    await telemetry.flush();
    expect(memory.spans().map(({ name }) => name)).toEqual(["embeddings vectors", "chat large"]);
    const counted = telemetry.metrics
      .prometheus()
      .match(/^gen_ai_client_token_usage_count.*token_type="input".*$/gm);
    expect(
      counted?.map((line) => /operation_name="(\w+)".*request_model="(\w+)"/.exec(line)?.slice(1)),
    ).toEqual([
      ["embeddings", "vectors"],
      ["chat", "large"],
    ]);
  });

  test("keeps its shape when the clock jumps back an hour under way", async () => {
    const { telemetry, memory } = await watched();
    const at = Date.UTC(2026, 10, 21);
    telemetry.traceAnswer({
      record: {
        requestId: "r",
        at,
        strategy: "rule",
        decision: decision(),
        route: "cloud",
        plan: ["m"],
        passed: [],
        outcome: "answered",
        ms: 50,
      },
      attempts: [
        { provider: "azure", deployment: "m", startedAt: at - 3_600_000, ms: 40, outcome: "answered" },
      ],
    });
    await telemetry.flush();
    for (const span of memory.spans()) {
      expect(span.startMs).toBeGreaterThanOrEqual(at);
      expect(span.startMs + span.durationMs).toBeLessThanOrEqual(at + 50);
    }
  });
});

describe("a share of the traces", () => {
  test("is kept, with all that failed, and the metrics count every request", async () => {
    const { telemetry, memory } = await watched({ telemetry: { keep: 0 } });
    const base = {
      at: 1,
      strategy: "rule",
      decision: decision(),
      route: "cloud",
      plan: ["m"],
      passed: [],
      ms: 5,
    };
    telemetry.traceAnswer({ record: { ...base, requestId: "good", outcome: "answered" } });
    telemetry.traceAnswer({ record: { ...base, requestId: "bad", outcome: "failed" }, errorCode: "NOBODY" });
    await telemetry.flush();
    expect(memory.traces()).toHaveLength(1);
    expect(memory.spans()[0]?.attributes[A.requestId]).toBe("bad");
    expect(telemetry.state().sampledOut).toBe(1);
    expect(telemetry.metrics.prometheus()).toContain(
      'hybrid_outcome="answered",hybrid_provenance="",error_type=""} 1',
    );
  });
});

describe("the waterfall", () => {
  test("has one row a span, by depth, from the beginning of the trace", async () => {
    const { orchestrator, onlyTrace } = await watched({ local: refuse(503) });
    await orchestrator.ask(SIMPLE);
    const spans = await onlyTrace();
    const rows = waterfallOf(spans);
    expect(rows).toHaveLength(spans.length);
    expect(rows.slice(0, 4).map(({ depth }) => depth)).toEqual([0, 1, 1, 2]);
    expect(rows[0]?.offsetMs).toBe(0);
    expect(rows.at(-1)?.note).toContain("1000 + 500 tokens");
    expect(sayWaterfall(spans).split("\n")).toHaveLength(spans.length);
  });
});

function decision() {
  return {
    router: "rule",
    target: "cloud" as const,
    reason: "cloud: because.",
    score: 0.8,
    threshold: 0.5,
    margin: 0.3,
    runnerUp: "local" as const,
    signals: [{ name: "length", value: 90, weight: 0.3 }],
    ms: 0.1,
    skipped: [],
  };
}
