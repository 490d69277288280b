import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { paths } from "../../modules/src/config/paths.ts";
import { runNode } from "../../modules/tests/run-process.ts";
import { temporaryFolder } from "../../modules/tests/start-test-cloud.ts";
import { wireDouble } from "../../modules/tests/wire-double.ts";

/** No lab cloud of this machine takes part. */
const ALONE = { LAB_CLOUD: "own", PORT_LAB_HTTP: "1" };

/** An agent router over three servers on real ports. */
async function startRouter(change = (text: string) => text) {
  const [llama, qwen, deepseek] = [await wireDouble(), await wireDouble(), await wireDouble()];
  const shipped = await readFile(join(paths.data, "orchestrator", "agent-router.yaml"), "utf8");
  const text = shipped
    .replace("http://127.0.0.1:8090", llama.address)
    .replace("http://127.0.0.1:8091", qwen.address)
    .replace("http://127.0.0.1:8092", deepseek.address);
  const folder = await temporaryFolder();
  const file = join(folder, "router.yaml");
  await writeFile(file, change(text));
  const flags = ["--config", file, "--state", join(folder, "state"), "--port", "0", "--metrics-port", "0"];
  const server = runNode(["scripts/orchestrator.ts", ...flags], ALONE);
  const { url, metrics } = z
    .object({ url: z.string(), metrics: z.string() })
    .parse(JSON.parse(await server.firstLine));
  return ["--url", url, "--metrics", metrics];
}

async function accept(...flags: string[]) {
  const command = runNode(["scripts/acceptance.ts", "--agent-router", ...flags]);
  return { code: await command.ended, out: command.stdout(), err: command.stderr() };
}

test("without an address it starts one, whose stand-ins answer and say so", async () => {
  const { code, out, err } = await accept();
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toMatch(/^health: \w+; llama (up|down), qwen-coder/m);
  expect(out).toMatch(/^ {2}code: qwen-coder > llama > /m);
  expect(out).toMatch(/^code: code with confidence 0\.\d\d; .*; \d+\.\d\d s there, .*; (simulated|local)$/m);
  expect(out).toContain("conversation 4: general");
  expect(out).toContain("metrics: agent_router_requests_total rose by 7");
  expect(out).toContain("All as the service's own chains want it.");
});

test("a service of three real servers is accepted strictly", async () => {
  const { code, out, err } = await accept(...(await startRouter()), "--strict");
  expect(err).toBe("");
  expect(code).toBe(0);
  expect(out).toMatch(
    /^reasoning: reasoning with confidence 0\.\d\d; deepseek-r1; fallback false; .*; local$/m,
  );
  expect(out).toMatch(/^conversation 2: code .*; qwen-coder; fallback false/m);
  expect(out).toContain("7 answered by the model that is meant for them, 0 by stand-ins.");
});

test("a stand-in is a failure when it is asked to be, and a failure only then", async () => {
  const places = await startRouter((text) => text.replace(/http:\S+(?=\n.*\[code)/, "http://127.0.0.1:1"));
  const strict = await accept(...places, "--strict");
  expect(strict.code).toBe(1);
  expect(strict.err).toContain("code: llama stood in for qwen-coder.");
  const { code, out } = await accept(...places);
  expect(code).toBe(0);
  expect(out).toContain("5 answered by the model that is meant for them, 2 by stand-ins.");
});

test("a service that decides otherwise fails with what is wrong", async () => {
  const { code, err } = await accept(
    ...(await startRouter((text) => text.replace("strategy: intent", "strategy: rule"))),
  );
  expect(code).toBe(1);
  expect(err).toContain("router: it decides by rule, not by intent.");
  expect(err).toMatch(/^code: it was taken for /m);
});

test("where nobody answers each part says so", async () => {
  const port = await closedPort();
  const places = ["--url", `http://localhost:${port}`, "--metrics", `http://localhost:${port}/metrics`];
  const { code, out, err } = await accept(...places);
  expect(code).toBe(1);
  expect(err).toMatch(/^health: http:\/\/localhost:\d+\/health does not answer: .*ECONNREFUSED/m);
  expect(err).toMatch(/^metrics: .*ECONNREFUSED/m);
  expect(out).toContain("7 not as it should be.");
});

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address ? address.port : 0;
}

test("a cloud that is named keeps it from starting one, in one line", async () => {
  const environment = { AZURE_OPENAI_ENDPOINT: "https://x.openai.azure.com" };
  const command = runNode(["scripts/acceptance.ts", "--agent-router"], environment);
  expect(await command.ended).toBe(1);
  expect(command.stderr()).toMatch(
    /^The orchestrator did not start: AZURE_OPENAI_ENDPOINT names .* by --url\.\n$/,
  );
});

test.each([
  [["--agent-router", "--config", "x"], /^--agent-router and --config do not go together/],
  [["--agent-router", "--url", "here"], /^--url takes an address/],
  [["--agent-router", "--metrics", "http://127.0.0.1:9"], /^--metrics goes with --url/],
  [["--strict"], /^--url and --strict go with --agent-router/],
])("%j is refused in one line", async (flags, line) => {
  const command = runNode(["scripts/acceptance.ts", ...flags]);
  expect(await command.ended).toBe(2);
  expect(command.stderr()).toMatch(line);
});
