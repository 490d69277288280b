import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { runNode } from "../../modules/tests/run-process.ts";
import { wireDouble } from "../../modules/tests/wire-double.ts";

const run = (...flags: string[]) => runNode(["scripts/orchestrator.ts", ...flags]);

test("says what it can do, and what it cannot understand in one line", async () => {
  const help = run("--help");
  expect(await help.ended).toBe(0);
  expect(help.stdout()).toContain("--upstream URL");
  for (const flags of [
    ["--port", "x"],
    ["--prot", "1"],
    ["--profile", "nope"],
    ["--profile", "basic", "--upstream", "http://127.0.0.1:1/v1"],
    ["--upstream", "no address"],
  ]) {
    const wrong = run(...flags);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr().trim().split("\n")).toHaveLength(1);
  }
});

test("refuses others than this machine without keys", async () => {
  const { address } = await wireDouble();
  const open = run(
    "--upstream",
    `${address}/v1`,
    "--host",
    "0.0.0.0",
    "--port",
    "0",
    "--metrics-port",
    "0",
    "--ledger",
    "none",
    "--state",
    stateFolder(),
  );
  expect(await open.ended).toBe(1);
  expect(open.stderr()).toMatch(/without a key.*--keys/);
});

test("a new key is shown once, with the entry that lets it in", async () => {
  const made = run("--new-key", "team-a");
  expect(await made.ended).toBe(0);
  expect(made.stdout()).toMatch(/^hr-[\w-]{43}\n[\s\S]*sha256: [0-9a-f]{64}\n$/);
});

test("serves one upstream, keeps what answers cost over a restart, and ends in order", async () => {
  const { address } = await wireDouble();
  const state = stateFolder();
  const flags = ["--upstream", `${address}/v1`, "--port", "0", "--metrics-port", "0", "--state", state];
  for (const _round of [1, 2]) {
    const server = run(...flags);
    const { url, metrics } = JSON.parse(await server.firstLine);
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "double-1", messages: [{ role: "user", content: "hello" }] }),
    });
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: "Paris." } }] });
    expect(await (await fetch(metrics)).text()).toMatch(
      /^agent_router_requests_total\{model="double-1".*\} 1$/m,
    );
    server.child.kill("SIGTERM");
    await once(server.child, "exit");
    expect(await server.ended).toBe(0);
  }
  const { openLedger } = await import("../../modules/src/cost/index.ts");
  const ledger = await openLedger({ file: join(state, "ledger.sqlite") });
  expect(await ledger.summary()).toMatchObject({ requests: 2, promptTokens: 22, completionTokens: 4 });
  await ledger.close();
});

test("says without --verbose why a changed configuration is not in use, and goes on with the last good one", async () => {
  const { address } = await wireDouble();
  const state = stateFolder();
  const file = join(state, "mine.yaml");
  writeFileSync(
    file,
    `providers:
  here: { kind: openai-compatible, endpoint: "${address}/v1", tier: local }
models:
  double: { provider: here, name: double-1, capabilities: [text-generation] }
strategy: rule
`,
  );
  const flags = ["--config", file, "--port", "0", "--metrics-port", "0", "--state", state];
  const server = run(...flags);
  const { url } = JSON.parse(await server.firstLine);
  writeFileSync(file, readFileSync(file, "utf8").replace("strategy: rule", "strategy: rulez"));
  await vi.waitFor(() => expect(server.stderr()).toContain("mine.yaml line 5"), { timeout: 60_000 });
  expect(server.stderr()).toContain(
    'The changed configuration is not in use: mine.yaml line 5: there is no router \\"rulez\\"',
  );
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "auto", messages: [{ role: "user", content: "hello" }] }),
  });
  expect(response.status).toBe(200);
});

const stateFolder = () => mkdtempSync(join(tmpdir(), "orchestrator-"));

test("leaves a trace and a charge of each request, which the report reads together", {
  timeout: 120_000,
}, async () => {
  const { address } = await wireDouble();
  const state = stateFolder();
  const [telemetry, ledger, page] = ["telemetry.sqlite", "ledger.sqlite", "report.html"].map((name) =>
    join(state, name),
  ) as [string, string, string];
  const places = ["--state", state, "--telemetry", telemetry, "--ledger", ledger];
  const server = run("--upstream", `${address}/v1`, "--port", "0", "--metrics-port", "0", ...places);
  const { url } = JSON.parse(await server.firstLine);
  for (const question of ["one", "two", "three"])
    await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "double-1", messages: [{ role: "user", content: question }] }),
    });
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  const files = ["--telemetry", telemetry, "--ledger", ledger, "--out", page];
  const report = runNode(["scripts/report.ts", ...files, "--json"]);
  expect(await report.ended, report.stderr()).toBe(0);
  expect(report.stdout()).toContain('"n": 3');
});

test("a place for telemetry that cannot be used is one line", async () => {
  const { address } = await wireDouble();
  const server = run(
    ...["--upstream", `${address}/v1`, "--port", "0", "--metrics-port", "0", "--ledger", "none"],
    ...["--state", stateFolder(), "--telemetry", "azure"],
  );
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toContain("--telemetry azure needs APPLICATIONINSIGHTS_CONNECTION_STRING.");
});
