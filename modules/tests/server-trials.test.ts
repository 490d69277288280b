import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { loadSettings } from "../src/config/index.ts";
import { createRandom, systemClock } from "../src/core/index.ts";
import { openLedger } from "../src/cost/index.ts";
import { openTuningStore } from "../src/experiments/index.ts";
import { openOrchestrator, type SpentEvent } from "../src/orchestrator/index.ts";
import { startServer } from "../src/server/index.ts";
import { fileOf } from "./configured-orchestrator.ts";
import { temporaryFolder } from "./start-test-cloud.ts";
import { ask, question } from "./start-test-server.ts";
import { sayParis, wireDouble } from "./wire-double.ts";

const CHAT = "/v1/chat/completions";
const HARD = "Compare REST and GraphQL and explain the trade-offs.";

interface Given {
  readonly more: string;
  /** Models whose server fails. */
  readonly failing?: readonly string[];
  readonly folder?: string;
}

/** A server that a file configures, over three models of one double: `small` here, `large` and `other` in the cloud. */
async function serve({ more, failing = [], folder }: Given) {
  const upstream = await wireDouble((request, response) => {
    if (failing.includes(String(request.body?.model))) return void response.writeHead(500).end("{}");
    sayParis(request, response);
  });
  const at = folder ?? (await temporaryFolder());
  const file = await fileOf(`strategy: rule
providers:
  here: { kind: openai-compatible, endpoint: "${upstream.address}/v1", tier: local }
  there: { kind: openai-compatible, endpoint: "${upstream.address}/v1", tier: cloud }
models:
  small: { provider: here, capabilities: [conversation] }
  large: { provider: there, capabilities: [conversation], usd_per_million_tokens: { input: 1, output: 2 } }
  other: { provider: there, capabilities: [conversation], usd_per_million_tokens: { input: 3, output: 6 } }
routes: { local: [small], cloud: [large, other] }
resilience: { retry: { max_attempts: 1 }, breaker: { failures: 1000 } }
health_check: { enabled: false }
ledger: { file: ${join(at, "ledger.sqlite")} }
${more}
`);
  const { settings } = loadSettings({ environment: {}, envFile: false });
  const store = openTuningStore({ file: join(at, "tuning.sqlite"), clock: systemClock });
  const spent: SpentEvent[] = [];
  const orchestrator = await openOrchestrator(file, settings, {
    random: createRandom(7),
    store,
    onEvent: (event) => event.type === "spent" && spent.push(event),
  });
  const server = await startServer({ orchestrator, trials: orchestrator.trials, port: 0 });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    await server.close();
    await orchestrator.close();
    store.close();
  };
  onTestFinished(close);
  const models = () => upstream.seen.map(({ body }) => body?.model);
  return { ...server, orchestrator, models, spent, folder: at, close };
}

const trialsIn = z.object({
  shadow: z
    .looseObject({
      compared: z.number(),
      failed: z.number(),
      running: z.number(),
      meanLikeness: z.number().nullable(),
      meanCostDifferenceUsd: z.number().nullable(),
      lastFailure: z.string().nullable(),
    })
    .nullable(),
  preferences: z.array(
    z.object({ route: z.string(), model: z.string(), reward: z.number(), rewards: z.number() }),
  ),
});
const trialsOf = async (server: { readonly url: string }) =>
  trialsIn.parse((await ask(server, "/router/experiments")).body);

/** What is told of the shadow once `count` of its answers are in. */
async function shadowAfter(count: number, server: { readonly url: string }) {
  for (;;) {
    const { shadow } = await trialsOf(server);
    if (shadow && shadow.compared + shadow.failed >= count) return shadow;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("a shadow", () => {
  test("is asked after the answer, told to nobody but the report, and booked as such for the house", async () => {
    const server = await serve({ more: "shadow: { model: other, share: 1 }" });
    expect((await trialsOf(server)).shadow).toMatchObject({ model: "other", share: 1, meanLikeness: null });
    const { body } = await ask(server, CHAT, { messages: question(HARD) });
    expect(body["x-routing-metadata"]).toMatchObject({ model_id: "large", cost_usd: 0.000015 });
    const shadow = await shadowAfter(1, server);
    expect(shadow).toMatchObject({ compared: 1, failed: 0, meanLikeness: 1 });
    expect(shadow.meanCostDifferenceUsd).toBeCloseTo(0.00003, 9);
    expect(server.models()).toEqual(["large", "other"]);
    expect(server.orchestrator.decisions()).toHaveLength(1);
    expect(server.spent).toMatchObject([
      { operation: "shadow", tenant: "house", calls: [{ purpose: "shadow" }] },
    ]);
    expect(server.orchestrator.state().requests.answered).toBe(1);
    await server.close();
    const ledger = await openLedger({ file: join(server.folder, "ledger.sqlite") });
    const { groups } = await ledger.summary({ by: "purpose" });
    const tenants = (await ledger.summary({ by: "tenant" })).groups.map(({ key }) => key);
    await ledger.close();
    expect(groups.map(({ key, costUsd }) => [key, costUsd])).toEqual(
      expect.arrayContaining([
        ["answer", 0.000015],
        ["shadow", 0.000045],
      ]),
    );
    expect(tenants).toContain("house");
  });

  test("does not see what was answered on this machine, by its own model, or for a caller who excludes it", async () => {
    const server = await serve({ more: "shadow: { model: other, share: 1 }" });
    await ask(server, CHAT, { messages: question("Hello") });
    await ask(server, CHAT, { model: "other", messages: question(HARD) });
    await ask(server, CHAT, { messages: question(HARD), routing: { exclude: ["other"] } });
    await ask(server, CHAT, { messages: question(HARD) });
    expect(await shadowAfter(1, server)).toMatchObject({ compared: 1 });
    expect(server.models()).toEqual(["small", "other", "large", "large", "other"]);
  });

  test("that fails leaves the answer as it is, and says why in the report", async () => {
    const server = await serve({ more: "shadow: { model: other, share: 1 }", failing: ["other"] });
    expect((await ask(server, CHAT, { messages: question(HARD) })).status).toBe(200);
    expect(await shadowAfter(1, server)).toMatchObject({
      compared: 0,
      failed: 1,
      lastFailure: expect.stringContaining("500"),
    });
  });

  test("is not asked when there is no money for it", async () => {
    const more = "shadow: { model: other, share: 1 }\nbudget: [{ name: all, usd: 0.01 }]";
    const server = await serve({ more });
    expect((await ask(server, CHAT, { messages: question(HARD), max_tokens: 10 })).status).toBe(200);
    await shadowAfter(1, server);
    await ask(server, CHAT, { messages: question(HARD), max_tokens: 1800 });
    expect(await shadowAfter(2, server)).toMatchObject({
      failed: 1,
      lastFailure: expect.stringContaining("other was not asked"),
    });
  });

  test("of a model that there is not is refused with its line", async () => {
    await expect(serve({ more: "shadow: { model: othr, share: 1 }" })).rejects.toThrow(/line \d+.*other/);
    await expect(serve({ more: "shadow: { model: other, share: 2 }" })).rejects.toThrow(/line \d+.*share/);
  });
});

describe("a route that learns whom to ask first", () => {
  const more = "bandit: { routes: [cloud] }";
  const answeredBy = async (server: { readonly url: string }) => {
    const { body, headers } = await ask(server, CHAT, { messages: question(HARD) });
    const { model_id, fallback_used } = z
      .object({ model_id: z.string(), fallback_used: z.boolean() })
      .parse(body["x-routing-metadata"]);
    return { model: model_id, fallback_used, id: headers.get("x-request-id") ?? "" };
  };

  test("goes by ratings, tells what it learnt, and knows it after a restart", async () => {
    const server = await serve({ more });
    const { id: unrated, model: first } = await answeredBy(server);
    expect(first).toBe("large");
    server.orchestrator.rateAnswer(unrated, "local", 0);
    const asked: string[] = [];
    for (let count = 0; count < 60; count++) {
      const { id, model, fallback_used } = await answeredBy(server);
      expect(fallback_used).toBe(false);
      const tenant = server.orchestrator.decisions({ limit: 1 })[0]?.tenant ?? "";
      server.orchestrator.rateAnswer(id, tenant, model === "other" ? 1 : 0);
      asked.push(model);
    }
    expect(asked.slice(-20).filter((model) => model === "other").length).toBeGreaterThanOrEqual(14);
    const { preferences } = await trialsOf(server);
    const worth = (model: string) => preferences.find((row) => row.model === model)?.reward ?? Number.NaN;
    expect(worth("other")).toBeGreaterThan(worth("large"));
    expect(server.orchestrator.decisions({ limit: 1 })[0]?.preferred?.model).toBe(asked.at(-1));
    await server.close();
    const again = await serve({ more, folder: server.folder });
    expect((await trialsOf(again)).preferences).toEqual(preferences);
  });

  test("turns away from a model that fails, and asks none of the other side", async () => {
    const server = await serve({ more, failing: ["large"] });
    const plans: (readonly string[])[] = [];
    for (let count = 0; count < 40; count++) {
      expect((await answeredBy(server)).model).toBe("other");
      plans.push(server.orchestrator.decisions({ limit: 1 })[0]?.plan ?? []);
    }
    expect(plans[0]).toEqual(["large", "other"]);
    expect(plans.slice(-10).filter(([one]) => one === "other").length).toBeGreaterThanOrEqual(7);
    expect(server.models()).not.toContain("small");
  });

  test("asks no place of a model that the caller excludes", async () => {
    const server = await serve({
      more: `deployments: { large-west: { model: large, name: west-1 } }\n${more}`,
      failing: ["large", "other"],
    });
    for (let count = 0; count < 10; count++)
      await ask(server, CHAT, { messages: question(HARD), routing: { exclude: ["large-west"] } });
    expect(server.models()).not.toContain("west-1");
    expect(server.models()).toContain("other");
  });

  test("leaves a caller's own order, and routes that do not learn, as they are", async () => {
    const server = await serve({ more });
    await ask(server, CHAT, { messages: question(HARD), routing: { prefer: ["other"] } });
    await ask(server, CHAT, { messages: question("Hello") });
    expect((await trialsOf(server)).preferences).toEqual([]);
  });

  test("and is no route is refused with its line", async () => {
    await expect(serve({ more: "bandit: { routes: [clod] }" })).rejects.toThrow(/line \d+.*cloud/);
  });
});
