import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { user } from "../src/chat/message.ts";
import { loadSettings } from "../src/config/index.ts";
import { createMemoryLedger } from "../src/cost/index.ts";
import { openOrchestrator } from "../src/orchestrator/index.ts";
import {
  agreementOf,
  computeKpis,
  createMemoryExporter,
  createTelemetry,
  kpiRows,
} from "../src/telemetry/index.ts";
import { postJson, startTestCloud, temporaryFolder, variable } from "./start-test-cloud.ts";
import { telemetryListeners } from "./telemetry-listeners.ts";

const CONFIG = `
profile: basic
strategy: rule
models:
  local-small: { provider: foundry_local, capabilities: [conversation], max_tokens: 100 }
  gpt-4o: { provider: azure_openai, usd_per_million_tokens: { input: 2.50, output: 10.00 }, capabilities: [reasoning], max_tokens: 200 }
routes:
  local: [local-small, gpt-4o]
  cloud: [gpt-4o, local-small]
resilience: { mid_stream: restart }
health_check: { enabled: false }
`;

const HARD =
  "Prove step by step why distributed consensus needs a majority, and compare Raft with Paxos in depth. Case";

test("spans, metrics and ledger tell the same sums, and the KPIs stand on them", {
  timeout: 120_000,
}, async () => {
  const cloud = await startTestCloud();
  const file = join(await temporaryFolder(), "orchestrator.yaml");
  await writeFile(file, CONFIG);
  const { settings } = loadSettings({ environment: cloud.env, envFile: false });
  const memory = createMemoryExporter();
  const telemetry = createTelemetry({
    exporters: [memory],
    baselineUsd: ({ usage }) => (usage.promptTokens * 2.5 + usage.completionTokens * 10) / 1e6,
  });
  const ledger = createMemoryLedger();
  const orchestrator = await openOrchestrator(file, settings, { ledger, ...telemetryListeners(telemetry) });
  onTestFinished(() => orchestrator.close());
  const ask = async (text: string, place: number) => {
    const context = { requestId: `r-${place}`, tenant: "acme", client: "app" };
    const trace = telemetry.start(context);
    for await (const _ of orchestrator.chat({ model: "auto", messages: [user(text)] }, context));
    trace.end();
  };
  for (let place = 0; place < 20; place++) await ask(`hello ${place}`, place);
  for (let place = 20; place < 30; place++) {
    if (place === 25) await postJson(variable(cloud, "LAB_FAULTS_URL"), { cutAfterTokens: 5, times: 1 });
    await ask(`${HARD} ${place}`, place);
  }
  await telemetry.flush();

  const agreement = agreementOf({
    spans: memory.spans(),
    metrics: memory.metrics(),
    ledger: await ledger.summary(),
  });
  expect(agreement.map(({ figure, agrees }) => [figure, agrees])).toEqual([
    ["answers", true],
    ["cost", true],
    ["tokens", true],
  ]);
  expect(agreement.map(({ spans }) => spans > 0)).toEqual([true, true, true]);

  const rows = kpiRows(memory.spans(), { ledger: await ledger.entries() });
  expect(rows).toHaveLength(30);
  const figures = Object.fromEntries(computeKpis(rows).map(({ name, figures }) => [name, figures]));
  const sums = await ledger.summary();
  const baseline = rows.reduce((sum, { baselineUsd = 0 }) => sum + baselineUsd, 0);
  expect(figures["cost-saved"]?.[0]?.value).toBeCloseTo(1 - sums.costUsd / baseline, 9);
  expect(figures.waste?.[0]?.value).toBeGreaterThan(0);
  expect(figures.availability).toMatchObject([{ value: 1, n: 30 }]);
  expect(figures["local-share"]?.[0]).toMatchObject({ n: 30 });
  expect(figures["fallback-rate"]?.[0]?.value).toBeCloseTo(1 / 30, 9);
  expect(figures["router-overhead"]?.[0]).toMatchObject({ n: 30 });
});
