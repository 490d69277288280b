import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../../modules/src/config/index.ts";
import { openLedger } from "../../modules/src/cost/index.ts";
import { runNode } from "../../modules/tests/run-process.ts";
import { wireDouble } from "../../modules/tests/wire-double.ts";

const temporaryFolder = () => mkdtempSync(join(tmpdir(), "orchestrator-"));

/** A configuration whose model costs money, that has a budget, and whose ledger lies at `ledger`. */
async function configFile(ledger: string): Promise<string> {
  const { address } = await wireDouble();
  const file = join(temporaryFolder(), "mine.yaml");
  writeFileSync(
    file,
    `strategy: rule
providers:
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  large: { provider: there, name: double-1, capabilities: [conversation], usd_per_million_tokens: { input: 1, output: 1 } }
routes: { local: [large], cloud: [large] }
budget: [{ name: day, usd: 1, period: day }]
ledger: { file: "${ledger}" }
health_check: { enabled: false }
`,
  );
  return file;
}

/** Serves one question, and gives what it said on standard error. */
async function serveOne(...flags: string[]): Promise<string> {
  const all = [...flags, "--port", "0", "--metrics-port", "0"];
  const server = runNode(["scripts/orchestrator.ts", ...all], { LAB_CLOUD: "own", PORT_LAB_HTTP: "1" });
  const { url } = JSON.parse(await server.firstLine);
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "large", messages: [{ role: "user", content: "hello" }] }),
  });
  expect(response.status, await response.text()).toBe(200);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  return server.stderr();
}

const requestsIn = async (file: string) => {
  const ledger = await openLedger({ file });
  const { requests } = await ledger.summary();
  await ledger.close();
  return requests;
};

test("--ledger none keeps no costs, also where the configuration names a file", async () => {
  const ledger = join(temporaryFolder(), "costs.sqlite");
  const flags = ["--config", await configFile(ledger), "--state", temporaryFolder()];
  expect(await serveOne(...flags, "--ledger", "none")).toContain("Without a ledger the budget");
  expect(existsSync(ledger)).toBe(false);
  expect(await serveOne(...flags)).not.toContain("Without a ledger");
  expect(await requestsIn(ledger)).toBe(1);
});

test("--state moves the ledger that the configuration keeps in the usual state folder", async () => {
  const name = "state-moves.sqlite";
  const state = temporaryFolder();
  const file = await configFile(`.cache/orchestrator/${name}`);
  await serveOne("--config", file, "--state", state);
  expect(await requestsIn(join(state, name))).toBe(1);
  expect(existsSync(join(paths.cache, "orchestrator", name))).toBe(false);
});
