import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { paths } from "../../modules/src/config/index.ts";
import { findModel } from "../../modules/src/models/index.ts";
import { runNode } from "../../modules/tests/run-process.ts";
import { startTestCloud } from "../../modules/tests/start-test-cloud.ts";
import { wireDouble } from "../../modules/tests/wire-double.ts";
import { runCommand } from "../setup/command.mjs";
import { findPython } from "../setup/python.mjs";

const stateFolder = () => mkdtempSync(join(tmpdir(), "orchestrator-"));

test.each(["basic", "enhanced", "agent-router"])(
  "--profile %s answers over a lab cloud that runs, without any setting",
  async (profile) => {
    const { http } = await startTestCloud();
    const flags = ["--profile", profile, "--port", "0", "--metrics-port", "0", "--ledger", "none"];
    const server = runNode(["scripts/orchestrator.ts", ...flags, "--state", stateFolder()], {
      LAB_CLOUD: "own",
      PORT_LAB_HTTP: new URL(http).port,
    });
    const { url } = JSON.parse(await server.firstLine);
    expect(server.stderr()).toContain(`Answers are simulated, by the lab cloud at ${http}`);
    for (const content of ["Hello, how are you?", "Compare REST and GraphQL and explain the trade-offs."]) {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "auto", messages: [{ role: "user", content }] }),
      });
      const body = await response.json();
      expect(body).toMatchObject({ "x-routing-metadata": { provenance: "simulated" } });
    }
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  },
);

/** No lab cloud runs that could be found. */
const ALONE = { LAB_CLOUD: "own", PORT_LAB_HTTP: "1", LOCAL_MODEL_ENDPOINT: "" };

const ports = ["--port", "0", "--metrics-port", "0"];

test("without any cloud the ways out are one line", async () => {
  for (const profile of ["basic", "enhanced"]) {
    const flags = ["--profile", profile, ...ports, "--state", stateFolder()];
    const server = runNode(["scripts/orchestrator.ts", ...flags], ALONE);
    expect(await server.ended).toBe(1);
    const [line = "", ...more] = server.stderr().trim().split("\n").slice(-1);
    expect(more).toEqual([]);
    for (const way of ["--lab", "npm start", "npm run lab-cloud", ".env"]) expect(line).toContain(way);
  }
});

test("--lab brings its own lab cloud, which ends with it", async () => {
  const server = runNode(["scripts/orchestrator.ts", "--lab", ...ports, "--state", stateFolder()], ALONE);
  const { url, answers } = JSON.parse(await server.firstLine);
  const lab = /^simulated, by the lab cloud at (http:\S+);/.exec(answers)?.[1];
  expect((await fetch(`${lab}/lab/state`)).status).toBe(200);
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] }),
  });
  expect(await response.json()).toMatchObject({ "x-routing-metadata": { provenance: "simulated" } });
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  await expect(fetch(`${lab}/lab/state`)).rejects.toThrow();
});

test("a configuration of one's own is told apart by its places: those of the lab cloud are simulated", async () => {
  const { address } = await wireDouble();
  const folder = stateFolder();
  const file = join(folder, "mine.yaml");
  const models = (more: string) => `strategy: rule
providers:
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  small: { provider: foundry_local, capabilities: [conversation] }
  large: { provider: azure_openai, name: gpt-4o, capabilities: [conversation] }
${more}
routes: { local: [small], cloud: [large] }
health_check: { enabled: false }
`;
  const start = async (more: string) => {
    writeFileSync(file, models(more));
    const server = runNode(
      ["scripts/orchestrator.ts", "--lab", "--config", file, ...ports, "--state", folder],
      ALONE,
    );
    const { url, answers } = JSON.parse(await server.firstLine);
    const provenances = [];
    for (const model of ["small", "large"]) {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] }),
      });
      provenances.push(provenanceIn.parse(await response.json())["x-routing-metadata"].provenance);
    }
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
    return { answers, provenances };
  };
  const { answers, provenances } = await start("");
  expect(answers).toMatch(/^simulated, by the lab cloud at http:\S+; those of its local model \S+ (\w+)$/);
  expect(provenances).toEqual([answers.split(" ").at(-1), "simulated"]);
  const mixed = await start("  other: { provider: there, name: double-1, capabilities: [conversation] }");
  expect(mixed.answers).toMatch(/^simulated, by the lab cloud at \S+ for azure_openai; .*; live, by there$/);
});

const provenanceIn = z.object({ "x-routing-metadata": z.object({ provenance: z.string() }) });

test("a start that is refused ends by itself in one line, and its lab cloud with it", {
  timeout: 120_000,
}, async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const { port } = z.object({ port: z.number() }).parse(taken.address());
  const refusals: readonly (readonly [string[], RegExp])[] = [
    [["--port", String(port), "--metrics-port", "0"], /port/],
    [["--port", "0", "--metrics-port", String(port)], /port/],
    [[...ports, "--config", "missing.yaml"], /missing\.yaml/],
    [[...ports, "--host", "0.0.0.0"], /--keys/],
    [[...ports, "--telemetry", "azur"], /azur/],
  ];
  await Promise.all(
    refusals.map(async ([flags, why]) => {
      const places = ["--ledger", "none", "--state", stateFolder()];
      const server = runNode(["scripts/orchestrator.ts", "--lab", ...flags, ...places], {
        ...ALONE,
        APPLICATIONINSIGHTS_CONNECTION_STRING: "",
      });
      expect(await server.ended, flags.join(" ")).toBe(1);
      const lines = server.stderr().trim().split("\n");
      expect(lines.filter((line) => !line.startsWith("{"))).toEqual([expect.stringMatching(why)]);
    }),
  );
});

test("--lab does not mix its answers with those of a cloud that is named", async () => {
  const server = runNode(["scripts/orchestrator.ts", "--lab", ...ports, "--state", stateFolder()], {
    ...ALONE,
    AZURE_OPENAI_ENDPOINT: "https://mine.example",
    AZURE_OPENAI_API_KEY: "k",
  });
  expect(await server.ended).toBe(1);
  expect(server.stderr()).toMatch(/AZURE_OPENAI_ENDPOINT names a cloud.*Leave --lab out/);
  const both = runNode(["scripts/orchestrator.ts", "--lab", "--upstream", "http://127.0.0.1:1/v1"], ALONE);
  expect(await both.ended).toBe(2);
});

test("a cloud of one's own is named as live", async () => {
  const server = runNode(["scripts/orchestrator.ts", ...ports, "--state", stateFolder()], {
    ...ALONE,
    AZURE_OPENAI_ENDPOINT: "https://mine.example",
    AZURE_OPENAI_API_KEY: "k",
  });
  const { answers } = JSON.parse(await server.firstLine);
  expect(answers).toBe("live, by azure_openai");
  expect(server.stderr()).toContain("Answers are live, by azure_openai.");
});

/** Runs a command at a terminal of its own, and ends it by Ctrl-C when it is ready. */
const AT_TERMINAL = `
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
text = b""
stopped = False
while True:
    try:
        read = os.read(terminal, 4096)
    except OSError:
        break
    if not read:
        break
    text += read
    if not stopped and b"Ask it:" in text and b"}]}'" in text:
        stopped = True
        os.write(terminal, b"\\x03")
sys.stdout.buffer.write(text)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

test.skipIf(process.platform === "win32")(
  "at a terminal a person reads where it is, whose answers these are and how to ask",
  async (context) => {
    const found = await findPython(process.env);
    if ("problem" in found) return context.skip("Python missing");
    const { address } = await wireDouble();
    const command = [
      process.execPath,
      "scripts/orchestrator.ts",
      "--upstream",
      `${address}/v1`,
      "--ledger",
      "none",
    ];
    const { code, output } = await runCommand(
      found.command,
      ["-c", AT_TERMINAL, ...command, ...ports, "--state", stateFolder()],
      { cwd: paths.root },
    );
    const text = output.replaceAll("\r", "");
    const url = /ready at (http:\S+)\. Ctrl-C stops it/.exec(text)?.[1];
    expect(text).toContain(`${url}/docs`);
    expect(text).toContain(`base URL ${url}/v1`);
    expect(text).toMatch(/Metrics +http:\S+\/metrics/);
    expect(text).toContain(`Answers   live, by ${address}/v1`);
    expect(text).toContain(
      `curl ${url}/v1/chat/completions -H 'content-type: application/json' -d '{"model"`,
    );
    expect(text).not.toContain('{"event"');
    expect(text).not.toContain('{"level"');
    expect(code).toBe(0);
  },
);

const routed = z.object({ "x-routing-metadata": z.object({ cache: z.string() }) });

const vectors = findModel("all-minilm-l6-v2").state === "present";

test.skipIf(!vectors)(
  "other words for the same are found in the cache; the handbook answers before its vectors are made",
  async () => {
    const { address } = await wireDouble();
    const folder = stateFolder();
    const file = join(folder, "orchestrator.yaml");
    writeFileSync(
      file,
      `strategy: rule
providers:
  there: { kind: openai-compatible, endpoint: "${address}/v1", tier: cloud }
models:
  large: { provider: there, capabilities: [conversation] }
routes: { local: [large], cloud: [large] }
cache: { semantic_threshold: 0.8 }
health_check: { enabled: false }
`,
    );
    const server = runNode(["scripts/orchestrator.ts", "--config", file, ...ports, "--state", folder], ALONE);
    const { url } = JSON.parse(await server.firstLine);
    const ask = async (path: string, body: object) => {
      const response = await fetch(url + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return response.json();
    };
    const chat = async (content: string) => {
      const body = await ask("/v1/chat/completions", { messages: [{ role: "user", content }] });
      return routed.parse(body)["x-routing-metadata"].cache;
    };
    expect(await chat("How do I bake bread at home?")).toBe("miss");
    // The encoder is loaded by the first question, which does not wait for it.
    let times = 0;
    const again = () => chat(`How do I bake bread at home, please?${"!".repeat(++times)}`);
    await expect.poll(again, { timeout: 60_000, interval: 500 }).toBe("semantic-hit");
    const query = { query: "What happens when a model keeps failing?" };
    expect(await ask("/v1/rag/query", query)).toMatchObject({ searched_by: "words" });
    server.child.kill("SIGTERM");
    expect(await server.ended).toBe(0);
  },
);
