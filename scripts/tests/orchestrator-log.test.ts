import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { z } from "zod";
import { runNode } from "../../modules/tests/run-process.ts";
import { type Instead, wireDouble } from "../../modules/tests/wire-double.ts";

const ALONE = { LAB_CLOUD: "own", PORT_LAB_HTTP: "1" };

/** Bills 40 tokens for any prompt: more than a short one can have. */
const billsMuch: Instead = ({ method }, response) =>
  response.end(
    JSON.stringify(
      method === "GET"
        ? { data: [{ id: "double-1" }] }
        : {
            model: "double-1",
            choices: [{ index: 0, message: { role: "assistant", content: "Paris." }, finish_reason: "stop" }],
            usage: { prompt_tokens: 40, completion_tokens: 2, total_tokens: 42 },
          },
    ),
  );

/** A budget that two answers of `large` use up. */
async function configFile(): Promise<string> {
  const { address } = await wireDouble(billsMuch);
  const file = join(mkdtempSync(join(tmpdir(), "orchestrator-")), "mine.yaml");
  writeFileSync(
    file,
    `strategy: rule
providers:
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  large:
    provider: there
    name: double-1
    capabilities: [conversation]
    max_tokens: 8
    usd_per_million_tokens: { input: 1, output: 0 }
routes: { local: [large], cloud: [large] }
budget: [{ name: pocket, usd: 0.00008, period: day }]
ledger: { file: "${join(dirname(file), "ledger.sqlite")}" }
resilience: { retry: { max_attempts: 1 } }
decisions: { kept: 10 }
health_check: { enabled: false }
`,
  );
  return file;
}

async function startServer(environment: Readonly<Record<string, string>> = {}, ...flags: string[]) {
  const state = mkdtempSync(join(tmpdir(), "orchestrator-"));
  const config = await configFile();
  const places = ["--config", config, "--state", state, "--port", "0", "--metrics-port", "0"];
  const server = runNode(["scripts/orchestrator.ts", ...places, ...flags], { ...ALONE, ...environment });
  const { url, metrics } = z
    .object({ url: z.string(), metrics: z.string() })
    .parse(JSON.parse(await server.firstLine));
  return {
    metrics,
    ledgerFile: join(dirname(config), "ledger.sqlite"),
    read: async (path: string) => (await fetch(url + path)).text(),
    ask: (content: string, more: object = {}) =>
      fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "auto", messages: [{ role: "user", content }], ...more }),
      }),
    /** Ends it, and gives the lines of its log. */
    async end() {
      server.child.kill("SIGTERM");
      expect(await server.ended).toBe(0);
      expect(server.stderr()).toContain("Stopping: answers under way have 30 s to end.");
      return server
        .stderr()
        .trim()
        .split("\n")
        .map((line) => logLine.parse(JSON.parse(line)));
    },
    log: server.stderr,
  };
}

const logLine = z.looseObject({
  level: z.enum(["debug", "info", "warn", "error"]),
  time: z.iso.datetime(),
  message: z.string(),
});

test("a spent budget is warned of without --verbose, and shown to Prometheus", async () => {
  const server = await startServer();
  const statuses = [];
  for (const question of ["one", "two", "three", "four"]) statuses.push((await server.ask(question)).status);
  expect(statuses).toEqual([200, 200, 402, 402]);
  const metrics = await (await fetch(server.metrics)).text();
  expect(metrics).toMatch(/^hybrid_budget_used\{hybrid_limit="pocket"\} 1$/m);
  const lines = await server.end();
  const warned = lines.filter(({ level }) => level === "warn").map(({ message }) => message);
  const said = (text: RegExp) => warned.filter((line) => text.test(line)).length;
  expect(said(/^The budget "pocket" is used to 50 %: \$0\.000040 of \$0\.000080\.$/)).toBe(1);
  expect(said(/^The budget "pocket" is used to 100 %/)).toBe(1);
  expect(said(/was charged \$0\.000040 for a call for which \$0\.00003/)).toBe(2);
  expect(said(/refuses calls: The call can cost up to/)).toBe(1);
  expect(lines.filter(({ level }) => level === "debug")).toEqual([]);
});

test("a ledger that cannot be written is told in the log once, with its file, and to callers without it", async () => {
  const server = await startServer();
  const other = new DatabaseSync(server.ledgerFile);
  other.exec("DROP TABLE charge");
  other.close();
  for (const question of ["one", "two"]) {
    const response = await server.ask(question);
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toMatch(/"code":"ledger_\w+"/);
    expect(text).not.toContain("sqlite");
  }
  const warned = (await server.end()).filter(({ level }) => level === "warn").map(({ message }) => message);
  expect(warned.filter((line) => line.includes(`The ledger ${server.ledgerFile}`))).toEqual([
    expect.stringMatching(/Until it can be written, no model that costs money is asked\.$/),
  ]);
});

test("--verbose tells one line for each request: how it was routed, who answered and what it took", async () => {
  const server = await startServer({}, "--verbose");
  const answered = await server.ask("What is the capital of France?");
  const refused = await server.ask("And of Spain?", { model: "nobody" });
  await server.read("/livez");
  const lines = (await server.end()).filter(({ message }) => message === "request");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatchObject({
    requestId: answered.headers.get("x-request-id"),
    method: "POST",
    path: "/v1/chat/completions",
    status: 200,
    asked: "auto",
    route: expect.stringMatching(/^(local|cloud)$/),
    strategy: "rule",
    reason: expect.stringMatching(/\w/),
    plan: "large",
    deployment: "large",
    outcome: "answered",
    provenance: "live",
    ms: expect.any(Number),
    promptTokens: 40,
    completionTokens: 2,
    costUsd: 0.00004,
  });
  expect(lines[1]).toMatchObject({
    requestId: refused.headers.get("x-request-id"),
    status: 404,
    asked: "unknown",
    outcome: "failed",
    error: "model_not_found",
  });
  expect(lines[2]).toMatchObject({ path: "/livez", status: 200 });
  expect(JSON.stringify(lines)).not.toMatch(/France|Spain/);
});

test("why a request was refused is told without what was sent: no pattern knows a name", async () => {
  const server = await startServer({}, "--verbose");
  await server.ask("hello", { model: "Erika Mustermann" });
  await server.ask("hello", { temperature: "Erika Mustermann" });
  await server.read("/v1/Mustermann");
  const lines = await server.end();
  expect(lines.filter(({ message }) => message === "refused")).toMatchObject([
    { code: "MODEL_NOT_FOUND", error: expect.stringMatching(/^There is no model "…"/) },
    { error: expect.stringMatching(/temperature must be a number, not "…"/) },
    { error: expect.stringMatching(/^There is nothing at "…"/) },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/Erika|Mustermann/);
});

test("keys and what belongs to a person are in no line of the log and no kept decision", async () => {
  const planted = {
    model: "sk-proj-canary0123456789abcdef",
    strategy: "Bearer canary-0123456789abcdef",
    person: "canary.person@example.com",
    own: "just-seven-canaries",
  };
  const server = await startServer({ OPENAI_API_KEY: planted.own }, "--verbose");
  await server.ask("hello", { model: planted.model });
  await server.ask("hello", { routing: { strategy: planted.strategy } });
  await server.ask("hello", { model: planted.person });
  await server.ask("hello", { model: planted.own });
  const decisions = await server.read("/router/decisions");
  await server.end();
  const log = server.log();
  for (const canary of Object.values(planted)) {
    expect(log).not.toContain(canary);
    expect(decisions).not.toContain(canary);
  }
  expect(decisions).toContain('"asked":"unknown"');
  // What was sent stands in quotes, and is left out whole.
  expect(log.match(/There is no (?:model|router named) \\"…\\"/g)).toHaveLength(4);
});
