import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadSettings } from "../src/config/index.ts";
import { openOrchestrator } from "../src/orchestrator/index.ts";
import { startServer } from "../src/server/index.ts";
import { temporaryFolder } from "./start-test-cloud.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";
import { wireDouble } from "./wire-double.ts";

const PLAN = "/router/plan";
const CHAT = "/v1/chat/completions";

/** A server that a file configures, over two models of one double. */
async function serve(decisions: string) {
  const { address } = await wireDouble();
  const file = join(await temporaryFolder(), "orchestrator.yaml");
  await writeFile(
    file,
    `strategy: rule
providers:
  here: { kind: openai-compatible, endpoint: "${address}/v1", tier: local }
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  small: { provider: here, capabilities: [conversation] }
  large: { provider: there, capabilities: [conversation], usd_per_million_tokens: { input: 1, output: 2 } }
routes: { local: [small, large], cloud: [large, small] }
health_check: { enabled: false }
${decisions}
`,
  );
  const { settings } = loadSettings({ environment: {}, envFile: false });
  const orchestrator = await openOrchestrator(file, settings);
  const server = await startServer({ orchestrator, replay: orchestrator.replay, port: 0 });
  onTestFinished(async () => {
    await server.close();
    await orchestrator.close();
  });
  return server;
}

test("a plan without questions is refused, with the line that keeps them", async () => {
  const server = await serve("");
  for (const asked of [0, 1]) {
    if (asked > 0) await ask(server, CHAT, { messages: question("hello") });
    expect(await ask(server, PLAN, { threshold: 0.9 })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: "questions_not_kept",
          message: expect.stringContaining("decisions.query_characters is 0"),
          hint: expect.stringMatching(/query_characters: \d+/),
        },
      },
    });
  }
});

test("with them it says what would change; before the first there is nothing to say", async () => {
  const server = await serve("decisions: { kept: 10, query_characters: 100 }");
  expect(await ask(server, PLAN, {})).toMatchObject({ status: 200, body: { replayed: 0 } });
  await ask(server, CHAT, { messages: question("hello") });
  expect(await ask(server, PLAN, { outage: ["small"] })).toMatchObject({
    status: 200,
    body: { replayed: 1, changed: [{ before: { deployment: "small" }, after: { deployment: "large" } }] },
  });
});

test("a route whose chain names a model of the cloud is meant for it: its answer is no fallback", async () => {
  const server = await startTestServer({
    orchestrator: { routes: { local: ["large", "small"], cloud: ["large"] } },
  });
  const both = await ask(server, CHAT, { messages: question("hello") });
  // There is one on this machine, and a question for this machine is meant for it.
  expect(both.body).toMatchObject({
    "x-routing-metadata": { intent: "local", tier: "cloud", fallback_used: true },
  });
  const only = await startTestServer({
    orchestrator: { routes: { local: ["large"], cloud: ["large"] } },
  });
  const { body } = await ask(only, CHAT, { messages: question("hello") });
  expect(body).toMatchObject({
    "x-routing-metadata": { intent: "local", tier: "cloud", fallback_used: false },
  });
});
