import { readFile } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../src/server/index.ts";
import { agentRouter, fileOf, open, sample } from "./configured-orchestrator.ts";
import { startTestCloud } from "./start-test-cloud.ts";
import { ask, startTestServer } from "./start-test-server.ts";

const COMPLETIONS = "/v1/completions";

test("the workshop's pages may ask for the router that they are told of", async () => {
  const server = await startTestServer();
  const status = await ask(server, "/api/system-status");
  expect(status.body.availableRouters).toMatchObject({ rule_based: true });
  for (const path of ["/api/query", "/route"]) {
    const answer = await ask(server, path, { query: "hello", strategy: "rule_based" });
    expect(answer.status).toBe(200);
    expect(answer.body.metadata).toMatchObject({ strategy: "rule_based", router_used: "rule" });
  }
});

test("a router that there is not is told by the field that names it", async () => {
  const server = await startTestServer();
  const query = await ask(server, "/api/query", { query: "hello", strategy: "rulebased" });
  expect(query).toMatchObject({
    status: 400,
    body: { error: { code: "unknown_router", param: "strategy" } },
  });
  const chat = { messages: [{ role: "user", content: "hello" }], routing: { strategy: "phi" } };
  expect(await ask(server, "/v1/chat/completions", chat)).toMatchObject({
    status: 400,
    body: { error: { code: "router_absent", param: "routing.strategy" } },
  });
  expect(server.upstream.seen).toHaveLength(0);
});

test("a task takes its route, and one that has none is refused by its field with those that have", async () => {
  const routes = { "code-generation": ["large"] };
  const server = await startTestServer({ orchestrator: { routes } });
  const body = { prompt: "A sort in Rust", task_type: "code-generation" };
  expect((await ask(server, COMPLETIONS, body)).body).toMatchObject({ model_used: "large" });
  for (const stream of [false, true]) {
    const refused = await ask(server, COMPLETIONS, { ...body, task_type: "code-generatoin", stream });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toMatchObject({
      code: "unknown_route",
      param: "task_type",
      hint: expect.stringContaining("code-generation"),
    });
  }
});

test("the enhanced profile has a route for every task but vectors", async () => {
  const text = (await readFile(sample("enhanced"), "utf8")).replace(/ledger: .*\n/, "");
  const orchestrator = await open(await fileOf(text), (await startTestCloud()).env);
  const server = await startServer({ orchestrator, port: 0 });
  onTestFinished(() => server.close());
  const body = { prompt: "A sort in Rust", task_type: "code-generation" };
  expect((await ask(server, COMPLETIONS, body)).body).toMatchObject({ model_used: "foundry-large" });
  const { chains } = orchestrator.state();
  for (const task of ["code-completion", "analysis", "reasoning", "summarization", "translation"])
    expect(chains[task]).not.toHaveLength(0);
});

test("what a configuration calls a sure intent is what the figures call so", async () => {
  const levelOf = async (thresholds: string) => {
    const { orchestrator } = await agentRouter((text) =>
      text.replace(/thresholds: .*/, `thresholds: ${thresholds}`),
    );
    const server = await startServer({ orchestrator, port: 0, metricsPort: 0 });
    onTestFinished(() => server.close());
    const messages = [{ role: "user", content: "Debug this Python function" }];
    const answer = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ messages, stream: true }),
    });
    expect(await answer.text()).toContain("qwen");
    const text = await (await fetch(server.metricsUrl ?? "")).text();
    return /intent_classification_total\{intent="(\w+)",confidence="(\w+)"\} 1/.exec(text)?.slice(1);
  };
  expect(await levelOf("{ high: 0.5, medium: 0.3, low: 0.1 }")).toEqual(["code", "high"]);
  expect(await levelOf("{ high: 0.99, medium: 0.98, low: 0.1 }")).toEqual(["code", "low"]);
});
