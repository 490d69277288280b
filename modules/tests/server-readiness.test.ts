import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { createDrivenClock } from "../src/core/index.ts";
import { openLedger } from "../src/cost/index.ts";
import { createOpenAiCompatible } from "../src/providers/index.ts";
import { temporaryFolder } from "./start-test-cloud.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { wireDouble } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";
const hello = { messages: question("hello") };
const ready = (server: { readonly url: string }) => ask(server, "/readyz");

/** Deployments of these tiers behind one double. */
async function deploymentsAt(...tiers: readonly ("local" | "cloud")[]) {
  const { address } = await wireDouble();
  return tiers.map((tier) => ({
    name: tier,
    model: tier,
    served: "double-1",
    provider: createOpenAiCompatible({ name: tier, baseUrl: `${address}/v1`, tier }),
    tier,
    maxTokens: 100,
    usdPerMillion: { input: 1, output: 2 },
  }));
}

/** A ledger in a real file whose table of charges can be taken away and brought back. */
async function breakableLedger() {
  const file = join(await temporaryFolder(), "ledger.sqlite");
  const ledger = await openLedger({ file });
  const other = new DatabaseSync(file);
  onTestFinished(async () => {
    other.close();
    await ledger.close();
  });
  const [table] = other.prepare("SELECT sql FROM sqlite_master WHERE name = 'charge'").all();
  return {
    ledger,
    breakIt: () => other.exec("DROP TABLE charge"),
    mendIt: () => other.exec(String(table?.sql)),
  };
}

describe("/readyz", () => {
  test("is 503 while a server that goes away announces it, and everything is answered until it drains", async () => {
    const clock = createDrivenClock();
    const server = await startTestServer({ server: { announceMs: 5000, clock } });
    expect((await ready(server)).status).toBe(200);
    const closing = server.close();
    expect(await ready(server)).toMatchObject({ status: 503, body: { status: "draining" } });
    expect((await ask(server, "/livez")).status).toBe(200);
    expect((await ask(server, CHAT, hello)).status).toBe(200);
    expect((await ask(server, "/v1/health")).body).toMatchObject({ status: "draining" });
    await clock.until(closing);
    await expect(ready(server)).rejects.toThrow();
  });

  test("is 503 when no model can be asked any more, and 200 as soon as one may be tried", async () => {
    const clock = createDrivenClock();
    const server = await startTestServer({
      instead: (_request, response) => response.writeHead(500).end("{}"),
      orchestrator: {
        clock,
        resilience: {
          retry: { maxAttempts: 1 },
          breaker: { rule: { kind: "in-a-row", failures: 1 }, openMs: 60_000 },
        },
      },
    });
    expect((await ready(server)).body).toEqual({ status: "ready" });
    await ask(server, CHAT, { ...hello, model: "large" });
    expect((await ready(server)).status).toBe(200);
    await ask(server, CHAT, { ...hello, model: "small" });
    expect(await ready(server)).toMatchObject({ status: 503, body: { status: "no model can be asked" } });
    await clock.until(clock.sleep(61_000));
    expect((await ready(server)).status).toBe(200);
  });

  test("is 503 while the ledger fails and everybody costs money, and finds out by itself that it can be written again", async () => {
    const { ledger, breakIt, mendIt } = await breakableLedger();
    const deployments = await deploymentsAt("cloud");
    const server = await startTestServer({ orchestrator: { deployments, ledger } });
    breakIt();
    expect((await ready(server)).status).toBe(200);
    expect((await ask(server, CHAT, hello)).status).toBe(503);
    expect(await ready(server)).toMatchObject({
      status: 503,
      body: { status: "the ledger cannot be written, and no model that costs nothing can be asked" },
    });
    expect((await ask(server, "/v1/health")).body).toMatchObject({ status: "unhealthy" });
    mendIt();
    expect((await ready(server)).status).toBe(200);
    expect((await ask(server, CHAT, hello)).status).toBe(200);
  });

  test("stays 200 while the ledger fails and a model of this machine answers", async () => {
    const { ledger, breakIt } = await breakableLedger();
    const deployments = await deploymentsAt("local", "cloud");
    const server = await startTestServer({ orchestrator: { deployments, ledger } });
    breakIt();
    await ask(server, CHAT, { ...hello, model: "cloud" });
    expect((await ready(server)).status).toBe(200);
    expect((await ask(server, "/v1/health")).body).toMatchObject({ status: "degraded" });
    expect((await ask(server, CHAT, hello)).body).toMatchObject({ "x-routing-metadata": { tier: "local" } });
  });
});

describe("/v1/health", () => {
  test("has no latency of a deployment before its first answer, and then the one that was measured", async () => {
    const clock = createDrivenClock();
    const server = await startTestServer({
      async instead(_request, response) {
        await clock.until(clock.sleep(40));
        response.end(
          JSON.stringify({
            model: "double-1",
            choices: [{ finish_reason: "stop", message: { content: "Paris." } }],
          }),
        );
      },
      orchestrator: { clock },
    });
    const latencies = async () => {
      const { body } = await ask(server, "/v1/health");
      const models = body.models as Record<string, { deployments: { latency_ms: number | null }[] }>;
      return Object.values(models).map(({ deployments: [only] }) => only?.latency_ms);
    };
    expect(await latencies()).toEqual([null, null]);
    await ask(server, CHAT, { ...hello, model: "small" });
    expect(await latencies()).toEqual([40, null]);
  });

  test("says of a deployment whose breaker is open that it is not healthy", async () => {
    const server = await startTestServer({
      instead: (_request, response) => response.writeHead(500).end("{}"),
      orchestrator: {
        resilience: {
          retry: { maxAttempts: 1 },
          breaker: { rule: { kind: "in-a-row", failures: 1 }, openMs: 60_000 },
        },
      },
    });
    await ask(server, CHAT, { ...hello, model: "small" });
    expect((await ask(server, "/v1/health")).body).toMatchObject({
      models: {
        small: { deployments: [{ healthy: false, breaker: "open", latency_ms: null }] },
        large: { deployments: [{ healthy: true, breaker: "closed" }] },
      },
    });
  });
});
