import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSettings } from "../src/config/settings.ts";
import { connectOrchestrator } from "../src/orchestrator/connect-orchestrator.ts";
import { connectRouters } from "../src/orchestrator/connect-routers.ts";
import { createOpenAiCompatible } from "../src/providers/openai-compatible.ts";
import { type LabelServerOptions, labelServer } from "./label-server.ts";

const LONG = "Prove that there are infinitely many primes, and say where the proof would fail.";

const settingsOf = (environment: Record<string, string> = {}) =>
  loadSettings({ environment, envFile: false }).settings;

/** A folder without a trained router, so that its order of priority is seen whatever this machine has. */
const NO_MODEL = { BERT_MODEL_PATH: mkdtempSync(join(tmpdir(), "no-router-")) };

async function connect(environment: Record<string, string>, server: LabelServerOptions = {}) {
  const { address, seen } = await labelServer(server);
  const chat = createOpenAiCompatible({ name: "server", baseUrl: `${address}/v1`, tier: "local" });
  const settings = settingsOf({ ...NO_MODEL, ...environment });
  return { routers: connectRouters(settings, { chat, model: "sorter-1" }), seen };
}

describe("routers by the settings", () => {
  test("ask bert, phi and rule in this order, and say why bert did not decide", async () => {
    const { routers } = await connect({});
    const decision = await routers.get("hybrid").route(LONG);
    expect(decision).toMatchObject({ router: "phi", target: "cloud", skipped: [{ router: "bert" }] });
    expect(decision.skipped[0]?.reason).toMatch(/npm run|restore/);
  });

  test.each([
    ["ML_CONFIDENCE_THRESHOLD", "0.99"],
    ["PHI_CONFIDENCE_THRESHOLD", "0.99"],
  ])("%s passes over phi where it is not so sure", async (name, value) => {
    const { routers } = await connect({ ROUTER_PRIORITY: "phi,rule", [name]: value });
    const { router, skipped } = await routers.get("hybrid").route(LONG);
    expect(router).toBe("rule");
    expect(skipped[0]?.reason).toMatch(/^said cloud with a confidence of 0\.\d\d, and 0\.99 is asked for$/);
  });

  test("a model that tells no confidence is taken at its word", async () => {
    const { routers } = await connect({ ROUTER_PRIORITY: "phi,rule" }, { logprobs: "refused" });
    expect(await routers.get("hybrid").route(LONG)).toMatchObject({ router: "phi", skipped: [] });
  });

  test("a router that is switched off is not asked, and says so by name", async () => {
    const { routers, seen } = await connect({ ENABLE_PHI_ROUTER: "false", ENABLE_BERT_ROUTER: "false" });
    expect(await routers.get("hybrid").route(LONG)).toMatchObject({ router: "rule", skipped: [] });
    expect(seen).toEqual([]);
    expect(() => routers.get("phi")).toThrow("The router phi is switched off (ENABLE_PHI_ROUTER).");
  });

  test("without fallback only the first is asked", async () => {
    const { routers } = await connect(
      { ROUTER_PRIORITY: "phi,rule", ENABLE_ROUTER_FALLBACK: "false" },
      { say: () => "no label", logprobs: "ignored" },
    );
    await expect(routers.get("hybrid").route(LONG)).rejects.toMatchObject({ code: "NO_ROUTER" });
  });

  test("the Phi router's own settings reach the model", async () => {
    const { routers, seen } = await connect(
      {
        PHI_MAX_SEQUENCE_LENGTH: "10",
        PHI_MAX_NEW_TOKENS: "7",
        PHI_DO_SAMPLE: "true",
        PHI_TEMPERATURE: "0.3",
        PHI_BATCH_SIZE: "2",
      },
      { logprobs: "refused" },
    );
    await routers.get("phi").route("a".repeat(1000));
    expect(seen.at(-1)).toMatchObject({ max_tokens: 7, temperature: 0.3 });
    expect(
      seen
        .at(-1)
        ?.messages.at(-1)
        ?.content.match(/"""(a+\s?a+)"""/)?.[1]?.length,
    ).toBeLessThanOrEqual(30);
  });

  test("without a local model phi and cascade are absent, and the chain goes on", async () => {
    const routers = connectRouters(settingsOf(NO_MODEL), undefined);
    expect(routers.absent).toMatchObject({
      phi: "has no local model to ask",
      cascade: "has no local model to ask",
    });
    expect((await routers.get("hybrid").route("Hello")).router).toBe("rule");
  });
});

test("an orchestrator asks its local model where to go", async () => {
  const server = await labelServer();
  const settings = settingsOf({
    ...NO_MODEL,
    LOCAL_MODEL_ENDPOINT: server.address,
    LOCAL_MODEL_NAME: "sorter-1",
    ROUTER_PRIORITY: "phi,rule",
  });
  const { routers } = await connectOrchestrator(settings);
  expect(routers.names).toEqual(["rule", "bert", "phi", "intent", "task", "cascade", "hybrid"]);
  expect((await routers.get("phi").route(LONG)).reason).toContain("sorter-1");
});
