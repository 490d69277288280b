import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { loadSettings } from "../../modules/src/config/index.ts";
import { silentLogger } from "../../modules/src/core/index.ts";
import { type Charge, openLedger } from "../../modules/src/cost/index.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { startServer } from "../../modules/src/server/index.ts";
import {
  agreementOf,
  computeKpis,
  createTelemetry,
  kpiRows,
  openSqliteExporter,
} from "../../modules/src/telemetry/index.ts";
import { postJson } from "../../modules/tests/start-test-cloud.ts";
import { openService } from "../orchestrator/open-service.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const CONFIG = `
profile: agreement
strategy: rule
models:
  local-small: { provider: foundry_local, capabilities: [conversation], max_tokens: 60 }
  gpt-4o: { provider: azure_openai, usd_per_million_tokens: { input: 2.50, output: 10.00 }, capabilities: [reasoning], max_tokens: 120 }
  text-embedding-3-small: { provider: azure_openai, usd_per_million_tokens: { input: 0.02 }, capabilities: [embeddings], dimensions: 1536 }
routes:
  local: [local-small, gpt-4o]
  cloud: [gpt-4o, local-small]
resilience: { mid_stream: restart, retry: { max_attempts: 1 } }
cache: { ttl_seconds: 3600, max_entries: 100 }
health_check: { interval_seconds: 1 }
`;
const HARD = "Prove step by step why consensus needs a majority, and compare Raft with Paxos in depth. Case";

/** A server over a lab cloud that keeps a ledger and traces; ended with the test. */
async function startServed() {
  const cloud = await startLabCloud({ localModel: "simulated" });
  const folder = temporaryFolder({ "orchestrator.yaml": CONFIG });
  const files = { ledger: join(folder, "ledger.sqlite"), telemetry: join(folder, "traces.sqlite") };
  const traces = await openSqliteExporter({ file: files.telemetry });
  const telemetry = createTelemetry({ exporters: [traces] });
  const { settings } = loadSettings({ environment: cloud.env, envFile: false });
  const service = await openService(settings, {
    source: { file: join(folder, "orchestrator.yaml") },
    ledger: { file: files.ledger },
    budgetUsdPerDay: undefined,
    watch: telemetry.watch,
    stateFolder: folder,
    logger: silentLogger,
  });
  const server = await startServer({ ...service, telemetry, port: 0, metricsPort: 0 });
  onTestFinished(async () => {
    await server.close();
    await telemetry.close();
    await cloud.close();
  });
  const post = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(server.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    await response.text();
    return response.status;
  };
  return { cloud, files, traces, telemetry, service, server, post };
}

type Served = Awaited<ReturnType<typeof startServed>>;

/** Answers here and there, from the cache, broken off, refused, failed; vectors. */
async function mixedRun({ cloud, post }: Served): Promise<void> {
  const chat = (content: string, more: object = {}) =>
    post("/v1/chat/completions", { model: "auto", messages: [{ role: "user", content }], ...more });
  const fault = (one: object) => postJson(cloud.env.LAB_FAULTS_URL ?? "", { ...one, times: 1 });
  const statuses: number[] = [];
  for (let place = 0; place < 6; place++)
    statuses.push(await chat(`hello ${place}`), await chat(`${HARD} ${place}`));
  for (let place = 0; place < 3; place++) statuses.push(await chat(`${HARD} ${place}`));
  await fault({ cutAfterTokens: 5 });
  statuses.push(await chat(`${HARD} goes on elsewhere`));
  expect(new Set(statuses)).toEqual(new Set([200]));
  await fault({ cutAfterTokens: 3 });
  expect(await chat(`${HARD} breaks off`, { model: "gpt-4o" })).toBeGreaterThanOrEqual(500);
  await fault({ status: 401 });
  expect(await chat(`${HARD} is not let in`, { model: "gpt-4o" })).toBeGreaterThanOrEqual(500);
  expect(await chat("Who?", { model: "no-such-model" })).toBe(404);
  expect(await chat("Who?", { routing: { strategy: "no-such-router" } })).toBe(400);
  for (const input of ["a text", ["two", "texts"]])
    expect(await post("/v1/embeddings", { model: "text-embedding-3-small", input })).toBe(200);
  expect(await post("/v1/embeddings", { model: "no-such-model", input: "a text" })).toBe(404);
}

async function entriesOf(file: string) {
  const ledger = await openLedger({ file });
  try {
    return { entries: await ledger.entries({ limit: 10_000 }), sums: await ledger.summary() };
  } finally {
    await ledger.close();
  }
}

const figuresSchema = z.looseObject({
  cost_usd: z.number(),
  error_rate: z.number(),
  tokens: z.object({ prompt: z.int(), completion: z.int() }),
});
const patternsSchema = z.looseObject({
  byTask: z.array(z.looseObject({ requests: z.int(), failedShare: z.number() })),
});

const isCheck = ({ client }: { readonly client: string }) => client === "health-checks";
const usd = (charges: readonly Charge[]) => charges.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);
const tokens = (charges: readonly Charge[]) =>
  charges.reduce((sum, { usage }) => sum + usage.promptTokens + usage.completionTokens, 0);

test("metrics, figures, ledger, traces, KPIs and report tell the same of a run with everything in it, checks too", {
  timeout: 180_000,
}, async () => {
  const served = await startServed();
  const { files, telemetry, traces, service, server } = served;
  await mixedRun(served);
  while (!(await entriesOf(files.ledger)).entries.some(isCheck))
    await new Promise((resolve) => setTimeout(resolve, 50));
  const figures = figuresSchema.parse(await (await fetch(`${server.url}/v1/metrics`)).json());
  const patterns = patternsSchema.parse(await (await fetch(`${server.url}/router/patterns`)).json());
  // No check comes after this.
  await service.close();
  await telemetry.flush();
  const text = await (await fetch(server.metricsUrl ?? "")).text();
  const metric = (pattern: RegExp) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  const { entries, sums } = await entriesOf(files.ledger);
  const spans = traces.read({ limit: 10_000 });
  const answered = entries.filter((entry) => !isCheck(entry) && entry.outcome !== "failed");
  const shown = answered.flatMap(({ charges }) => charges);

  // Money and tokens: every dollar of the ledger is counted once, whoever spent it.
  expect(usd(entries.flatMap(({ charges }) => charges))).toBeCloseTo(sums.costUsd, 9);
  expect(metric(/^hybrid_router_cost_usd_total/)).toBeCloseTo(sums.costUsd, 9);
  expect(metric(/^gen_ai_client_token_usage_sum|^hybrid_router_tokens_wasted_total/)).toBe(
    sums.promptTokens + sums.completionTokens,
  );
  expect(agreementOf({ spans, metrics: telemetry.metrics.read(), ledger: sums })).toMatchObject([
    { figure: "answers", agrees: true },
    { figure: "cost", agrees: true },
    { figure: "tokens", agrees: true },
  ]);
  // What a request cost that failed, `/v1/metrics` is not told.
  expect(figures.cost_usd).toBeCloseTo(usd(shown), 9);
  expect(figures.tokens.prompt + figures.tokens.completion).toBe(
    tokens(shown.filter(({ purpose }) => purpose !== "wasted")),
  );

  // Requests: the same words for the same ends.
  const rows = kpiRows(spans, { ledger: entries });
  const ended = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  expect(figures).toMatchObject({ requests: 20, failed: 2, refused: 2, cached: 3, embeddings: 2 });
  expect([rows.length, ended("failed"), ended("refused"), ended("cached")]).toEqual([20, 2, 2, 3]);
  expect(metric(/^agent_router_requests_total\{.*status="(?:error|cut)"/)).toBe(2);
  expect(metric(/^agent_router_requests_total\{.*status="refused"/)).toBe(2);
  expect(metric(/^hybrid_router_decisions_total\{.*hybrid_outcome="cached"/)).toBe(3);
  const kpi = (name: string) => computeKpis(rows).find((one) => one.name === name)?.figures[0];
  expect(kpi("availability")?.value).toBeCloseTo(1 - figures.error_rate, 12);
  const failedByPatterns = patterns.byTask.reduce(
    (sum, { requests, failedShare }) => sum + requests * failedShare,
    0,
  );
  expect(failedByPatterns).toBeCloseTo(2, 9);

  const { code, out } = await runScript("report.ts", [
    ...["--ledger", files.ledger, "--telemetry", files.telemetry, "--json"],
  ]);
  expect(code).toBe(0);
  const report = JSON.parse(out);
  const told = (name: string) =>
    report.sections[0].kpis.find((one: { name: string }) => one.name === name).figures[0];
  expect(report).toMatchObject({ requests: 20, sections: [{ answers: "simulated", requests: 20 }] });
  expect(told("local-share")).toMatchObject({ value: kpi("local-share")?.value, n: kpi("local-share")?.n });
  expect(told("local-share").n).toBe(metric(/^hybrid_router_decisions_total\{.*hybrid_outcome="answered"/));
  expect(told("availability").value).toBeCloseTo(kpi("availability")?.value ?? 0, 12);
  // Calls that answered a chat: neither checks nor embeddings are among them.
  const answers = metric(
    /^gen_ai_client_operation_duration_seconds_count\{gen_ai_operation_name="chat".*error_type=""/,
  );
  expect(answers).toBe(told("local-share").n);
  const checks = entries.filter(isCheck);
  const beside = (what: string) => report.beside.filter((one: { what: string }) => one.what === what);
  expect(beside("health checks")).toEqual([
    {
      what: "health checks",
      provenance: "simulated",
      requests: checks.length,
      tokens: tokens(checks.flatMap(({ charges }) => charges)),
      costUsd: expect.closeTo(usd(checks.flatMap(({ charges }) => charges)), 9),
    },
  ]);
  expect(beside("embeddings")).toMatchObject([{ requests: 2 }]);
  const besideUsd = report.beside.reduce((sum: number, { costUsd }: { costUsd: number }) => sum + costUsd, 0);
  expect(report.sections[0].money.costUsd + besideUsd).toBeCloseTo(sums.costUsd, 9);
});
