import { describe, expect, test } from "vitest";
import { createAnswerCache } from "../src/cache/index.ts";
import { createDrivenClock } from "../src/core/index.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { sayParis } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";
const hello = { messages: question("hello") };

describe("a server that goes away", () => {
  test("ends what is under way, refuses what is new, and says so to whoever probes", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: asked, resolve: arrive } = Promise.withResolvers<void>();
    const server = await startTestServer({
      async instead(request, response) {
        arrive();
        await held;
        sayParis(request, response);
      },
    });
    const underWay = ask(server, CHAT, hello);
    await asked;
    const closing = server.close();
    release();
    const { status, headers } = await underWay;
    // Else the caller would ask the next question over a connection that is about to be ended.
    expect([status, headers.get("connection")]).toEqual([200, "close"]);
    await closing;
    await expect(ask(server, "/livez")).rejects.toThrow();
  });

  test("keeps connections until then, and none from the moment that it announces it", async () => {
    const clock = createDrivenClock();
    const server = await startTestServer({ server: { announceMs: 5000, clock } });
    const connection = async () => (await ask(server, "/livez")).headers.get("connection");
    expect(await connection()).toBe("keep-alive");
    const closing = server.close();
    expect(await connection()).toBe("close");
    await clock.until(closing);
  });

  test("does not wait longer than its grace", async () => {
    const server = await startTestServer({ instead: () => {}, server: { graceMs: 50 } });
    const underWay = ask(server, CHAT, hello).catch(() => "cut");
    while (server.upstream.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.close();
    expect(await underWay).toBe("cut");
  });
});

describe("metrics for Prometheus", () => {
  async function figures(url: string | undefined) {
    const text = await (await fetch(url ?? "")).text();
    return (start: string) =>
      text
        .split("\n")
        .filter((line) => line.startsWith(start))
        .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  test("move with each answer, each fallback and each failure", async () => {
    let fails = "";
    const server = await startTestServer({
      instead(request, response) {
        if (fails === "all" || (fails === "first" && server.upstream.seen.length === 2))
          return void response.writeHead(500).end("{}");
        sayParis(request, response);
      },
      orchestrator: { routes: { local: ["small", "large"], cloud: ["large"] } },
    });
    await ask(server, CHAT, hello);
    fails = "first";
    await ask(server, CHAT, hello);
    fails = "all";
    await ask(server, CHAT, hello);
    const value = await figures(server.metricsUrl);
    expect(value('agent_router_requests_total{model="small",intent="local",status="success"}')).toBe(1);
    expect(value('agent_router_requests_total{model="large",intent="local",status="success"}')).toBe(1);
    expect(value('agent_router_requests_total{model="small",intent="local",status="error"}')).toBe(1);
    expect(value('agent_router_fallback_requests_total{from_model="small",to_model="large"}')).toBe(1);
    expect(value('agent_router_fallback_rate{model="small"}')).toBeCloseTo(1 / 3);
    expect(value("agent_router_latency_seconds_count")).toBe(2);
    expect(value("agent_router_classification_latency_seconds_count")).toBe(3);
    expect(value("agent_router_intent_classification_total")).toBe(3);
    expect(value("agent_router_model_health")).toBe(2);
    expect(value('agent_router_errors_total{model="small",error_type="no_answer"}')).toBe(1);
    expect(
      value('gen_ai_client_token_usage_sum{gen_ai_operation_name="chat",gen_ai_provider_name="large"'),
    ).toBe(13);
    expect(value("hybrid_router_active_requests")).toBe(0);
    expect(value('http_server_request_duration_seconds_count{http_route="/v1/chat/completions"')).toBe(3);
  });

  test("have the buckets that dashboards are made for", async () => {
    const server = await startTestServer();
    await ask(server, CHAT, hello);
    const text = await (await fetch(server.metricsUrl ?? "")).text();
    const buckets = (name: string) =>
      [...text.matchAll(new RegExp(`^${name}_bucket\\{le="([^"]+)"`, "gm"))].map(([, le]) => le);
    expect(buckets("agent_router_latency_seconds")).toEqual([
      "0.1",
      "0.5",
      "1",
      "2",
      "5",
      "10",
      "30",
      "60",
      "120",
      "300",
      "+Inf",
    ]);
    expect(buckets("agent_router_classification_latency_seconds")).toEqual([
      "0.001",
      "0.005",
      "0.01",
      "0.05",
      "0.1",
      "0.5",
      "1",
      "+Inf",
    ]);
  });
});

describe("health", () => {
  test("is derived: a model whose breaker is open is not available, and none left is unhealthy", async () => {
    const server = await startTestServer({
      instead: (_request, response) => response.writeHead(500).end("{}"),
      orchestrator: {
        resilience: {
          retry: { maxAttempts: 1 },
          breaker: { rule: { kind: "in-a-row", failures: 1 }, openMs: 60_000 },
        },
      },
    });
    expect((await ask(server, "/v1/health")).body).toMatchObject({
      status: "healthy",
      services: { router: "active" },
    });
    await ask(server, CHAT, { ...hello, model: "large", routing: { exclude: ["small"] } });
    const degraded = await ask(server, "/v1/health");
    expect(degraded.body).toMatchObject({
      status: "degraded",
      models: { large: { available: false }, small: { available: true } },
      open_breakers: 1,
    });
    await ask(server, CHAT, { ...hello, model: "small" });
    expect((await ask(server, "/v1/health")).body).toMatchObject({
      status: "unhealthy",
      services: { router: "failed" },
    });
    expect((await ask(server, "/readyz")).status).toBe(503);
    expect((await ask(server, "/livez")).status).toBe(200);
  });
});

describe("the workshop's routes", () => {
  test("answer in its form, in a session of their own", async () => {
    const server = await startTestServer();
    const first = await ask(server, "/api/query", { query: "hello", session_id: "s" });
    expect(first.body).toMatchObject({
      response: "Paris.",
      source: "local",
      metadata: {
        strategy: "hybrid",
        target: "local",
        router_used: "rule",
        success: true,
        context_used: false,
      },
    });
    const second = await ask(server, "/route", { query: "and then?", session_id: "s" });
    expect(second.body).toMatchObject({ metadata: { context_used: true } });
    const { body } = await ask(server, "/api/conversation-history/s");
    expect(body.messages).toHaveLength(4);
    expect((await ask(server, "/session/s/insights")).body).toMatchObject({ exchanges: 2 });
    const cleared = await fetch(`${server.url}/api/clear-context/s`, { method: "DELETE" });
    expect(cleared.status).toBe(200);
    expect((await ask(server, "/session/s/context")).status).toBe(404);
  });

  test("take the router that is named, and say which cannot be used", async () => {
    const server = await startTestServer();
    expect((await ask(server, "/api/query", { query: "hello", strategy: "rule" })).body).toMatchObject({
      metadata: { strategy: "rule", router_used: "rule" },
    });
    expect(await ask(server, "/route/phi", { query: "hello" })).toMatchObject({
      status: 400,
      body: { error: { code: "router_absent" } },
    });
    expect((await ask(server, "/status")).body).toMatchObject({
      availableRouters: { hybrid: true, rule_based: true, phi: false },
      systemHealth: "healthy",
    });
    expect((await ask(server, "/api/capabilities")).body).toMatchObject({
      features: { multiTurnConversation: true, hybridRouting: true, phiRouting: false },
    });
  });

  test("pin an answer to this machine or to the cloud", async () => {
    const server = await startTestServer();
    expect((await ask(server, "/route", { query: "hello", target: "cloud" })).body).toMatchObject({
      "x-routing-metadata": { tier: "cloud" },
    });
  });
});

describe("orchestration", () => {
  test("a completion tells model, tokens, cost and latency", async () => {
    const server = await startTestServer();
    const { body } = await ask(server, "/v1/completions", { prompt: "hello", model: "large" });
    expect(body).toMatchObject({
      request_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      response: "Paris.",
      model_used: "large",
      tokens_used: { prompt_tokens: 11, completion_tokens: 2, total_tokens: 13 },
      latency_ms: expect.any(Number),
    });
    expect(body.cost).toBeCloseTo((11 * 1 + 2 * 2) / 1e6, 12);
    expect(server.upstream.seen[0]?.body).toMatchObject({ temperature: 0.7 });
  });

  test("a limit on the cost of one answer holds", async () => {
    const { createBudget } = await import("../src/cost/index.ts");
    const server = await startTestServer({ orchestrator: { budget: createBudget({ limits: [] }) } });
    const refused = await ask(server, "/v1/completions", {
      prompt: "hello",
      model: "large",
      budget_limit: 0.000_000_1,
    });
    expect(refused).toMatchObject({
      status: 402,
      body: { error: { type: "insufficient_quota", code: "budget_exceeded" } },
    });
  });

  test("feedback moves the quality of the model that answered; only its tenant may give it", async () => {
    const server = await startTestServer();
    const answer = await ask(server, CHAT, { ...hello, model: "large" });
    const request_id = answer.headers.get("x-request-id");
    const rated = await ask(server, "/v1/feedback", { request_id, rating: 1 });
    expect(rated.body).toMatchObject({ status: "feedback recorded", model: "large" });
    expect(rated.body.quality_score).toBeLessThan(0.8);
    expect(await ask(server, "/v1/feedback", { request_id: "none", rating: 3 })).toMatchObject({
      status: 404,
    });
    expect(await ask(server, "/v1/feedback", { request_id, rating: 9 })).toMatchObject({
      status: 400,
      body: { error: { param: "rating" } },
    });
  });

  test("figures over time are of a range of time and of one model or all", async () => {
    const server = await startTestServer();
    await ask(server, CHAT, hello);
    expect((await ask(server, "/v1/metrics?time_range=15m&model=small")).body).toMatchObject({
      requests: 1,
      failed: 0,
      tokens: { prompt: 11, completion: 2 },
    });
    expect((await ask(server, "/v1/metrics?model=large")).body).toMatchObject({
      requests: 0,
      latency_ms: null,
    });
    expect((await ask(server, "/v1/metrics?time_range=2w")).status).toBe(400);
  });

  test("a refusal is no failure in figures and metrics", async () => {
    let fails = false;
    const server = await startTestServer({
      instead(request, response) {
        if (!fails) return sayParis(request, response);
        response.writeHead(500).end("{}");
      },
      orchestrator: { cache: createAnswerCache() },
    });
    for (let count = 0; count < 2; count++) await ask(server, CHAT, hello);
    expect((await ask(server, CHAT, { ...hello, model: "none" })).status).toBe(404);
    expect((await ask(server, CHAT, { ...hello, routing: { strategy: "none" } })).status).toBe(400);
    fails = true;
    expect((await ask(server, CHAT, { messages: question("hi") })).status).toBeGreaterThanOrEqual(500);
    const { body } = await ask(server, "/v1/metrics");
    expect(body).toMatchObject({ requests: 5, failed: 1, refused: 2, cancelled: 0, cached: 1 });
    expect(body.error_rate).toBeCloseTo(1 / 3, 12);
    const text = await (await fetch(server.metricsUrl ?? "")).text();
    const requests = (status: string) =>
      [...text.matchAll(new RegExp(`^agent_router_requests_total\\{.*status="${status}"\\} (\\d+)`, "gm"))]
        .map(([, times]) => Number(times))
        .reduce((sum, times) => sum + times, 0);
    expect(["success", "refused", "error", "cut"].map(requests)).toEqual([2, 2, 1, 0]);
  });

  test("what the router is set to, and what it decided", async () => {
    const server = await startTestServer();
    await ask(server, CHAT, hello);
    expect((await ask(server, "/router/info")).body).toMatchObject({
      routing_strategy: "hybrid",
      fallback_chains: expect.any(Object),
    });
    expect((await ask(server, "/router/decisions?limit=5")).body).toMatchObject({
      decisions: [{ route: "local", outcome: "answered" }],
    });
  });
});

describe("the OpenAPI document", () => {
  test("names every operation once, and every status that it gives", async () => {
    const server = await startTestServer();
    const { body } = await ask(server, "/openapi.json");
    expect(body).toMatchObject({
      openapi: "3.1.0",
      info: { title: "Multi-Model AI Orchestration Platform", version: "1.0.0" },
    });
    const operations = Object.values(
      body.paths as Record<string, Record<string, { operationId: string }>>,
    ).flatMap(Object.values);
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(["createChatCompletion", "createEmbedding", "listModels", "giveFeedback"]),
    );
    const chat = JSON.stringify((body.paths as Record<string, object>)["/v1/chat/completions"]);
    for (const status of ["200", "400", "401", "402", "403", "404", "413", "429", "500", "503"])
      expect(chat).toContain(`"${status}":`);
  });

  test("says the form of errors once, and refers to it", async () => {
    const server = await startTestServer();
    const text = await (await fetch(`${server.url}/openapi.json`)).text();
    expect(JSON.parse(text)).toMatchObject({
      components: { schemas: { ErrorBody: { properties: { error: { type: "object" } } } } },
    });
    expect(text.match(/"request_id":\{"type":"string"\}/g)).toHaveLength(1);
    expect(text).toContain('"$ref":"#/components/schemas/ErrorBody"');
    expect(await (await fetch(`${server.url}/docs`)).text()).toContain("&quot;ErrorBody&quot;");
  });

  test("does not say of a stream's events that each is a bare text", async () => {
    const server = await startTestServer();
    const { body } = await ask(server, "/openapi.json");
    const { "/v1/chat/completions": chat } = body.paths as Record<string, object>;
    expect(chat).toMatchObject({ post: { responses: { 200: { content: { "text/event-stream": {} } } } } });
    expect(JSON.stringify(chat)).not.toContain('"text/event-stream":{"schema"');
  });

  test("has a page that runs no scripts", async () => {
    const server = await startTestServer();
    const response = await fetch(`${server.url}/docs`);
    const page = await response.text();
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(response.headers.get("content-security-policy")).toMatch(/default-src 'none'/);
    expect(page).toContain("/v1/chat/completions");
    expect(page).not.toContain("<script");
  });
});
