import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { startUpstream } from "../../../../tests/upstream-server.ts";

const COMMAND = join(import.meta.dirname, "../../../../tests/apim-emulator-from-source.mjs");

const POLICY = `<policies>
  <inbound><base /><set-backend-service backend-id="one" /></inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>`;

function makeFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "apim-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return folder;
}

function start(folder: string, args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let out = "";
  let said = "";
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    said += text;
  });
  return { child, out: () => out, said: () => said };
}

/** Runs a command to its end. */
async function run(folder: string, ...args: readonly string[]) {
  const { child, out, said } = start(folder, args);
  const [code] = await once(child, "close");
  return { code, out: out(), said: said() };
}

const FILES = {
  "policy.xml": POLICY,
  "bad.xml": POLICY.replace("<set-backend-service", "\n<frobnicate"),
  "backends.json": [{ name: "one", properties: { url: "https://one.test/openai", protocol: "http" } }],
};

describe("apim-emulator start", () => {
  test("tells its address in one line, serves by short forms, and ends in order", async () => {
    const upstream = await startUpstream((outgoing) => outgoing.end("ok"));
    const folder = makeFolder({ ...FILES, "resolve.json": { "https://one.test": upstream.url } });
    const flags = ["--policy", "policy.xml", "--backends", "backends.json", "--subscription", "ann=key-1"];
    const { child, out } = start(folder, ["start", ...flags, "--resolve", "resolve.json", "--port", "0"]);
    while (!out().includes("\n")) await once(child.stdout, "data");
    const ready = JSON.parse(out());
    expect(ready).toEqual({ event: "ready", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
    expect((await fetch(`${ready.url}/chat`)).status).toBe(401);
    const answer = await fetch(`${ready.url}/chat`, { headers: { "Ocp-Apim-Subscription-Key": "key-1" } });
    expect([answer.status, await answer.text(), upstream.received[0]?.url]).toEqual([
      200,
      "ok",
      "/openai/chat",
    ]);
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
  });

  test("tells files that cannot be used in one line and ends with 2", async () => {
    const folder = makeFolder(FILES);
    const { code, out } = await run(folder, "start", "--policy", "bad.xml", "--port", "0");
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      event: "load-error",
      errors: [{ message: expect.stringContaining("frobnicate"), file: "bad.xml", line: 3, column: 1 }],
    });
  });

  test.each([
    [["strat"], 'There is no command "strat". There are: start, validate, explain.'],
    [["start", "--polcy", "x"], "Unknown option '--polcy'. See --help."],
    [["start"], "Give --config FILE or --policy FILE. See --help."],
    [
      ["start", "--config", "g.json", "--policy", "p.xml"],
      "--config says everything; --policy goes without it.",
    ],
    [["start", "--policy", "p.xml", "--named-value", "secret"], "--named-value takes NAME=VALUE."],
    [
      ["start", "--policy", "p.xml", "--port", "99999"],
      '--port takes a whole number from 0 to 65535, not "99999".',
    ],
  ])("refuses %j in one line", async (args, line) => {
    expect(await run(makeFolder({}), ...args)).toEqual({ code: 2, out: "", said: `${line}\n` });
  });
});

describe("apim-emulator validate", () => {
  test("says what is wrong with each file, where", async () => {
    const folder = makeFolder({
      ...FILES,
      "gateway.json": {
        api: { id: "t", path: "t", subscriptionRequired: false },
        policies: { api: "gone.xml" },
      },
    });
    const { code, out } = await run(folder, "validate", "policy.xml", "bad.xml", "gateway.json");
    expect(code).toBe(2);
    expect(JSON.parse(out).errors).toMatchObject([
      { file: "bad.xml", line: 3 },
      { file: "gateway.json", line: 1, message: expect.stringContaining("gone.xml cannot be read") },
    ]);
  });

  test("accepts policies and fragments that are right; without --backends any backend will do", async () => {
    const folder = makeFolder({
      ...FILES,
      "fragment.xml":
        '<!-- shared -->\n<fragment><set-header name="x" exists-action="override"><value>1</value></set-header></fragment>',
    });
    expect(await run(folder, "validate", "policy.xml", "fragment.xml")).toMatchObject({ code: 0, said: "" });
    const known = await run(
      folder,
      "validate",
      "policy.xml",
      "--service-url",
      "https://a.test",
      "--backends",
      "backends.json",
    );
    expect(known.code).toBe(0);
  });
});

test("validate takes the Bicep file that deploys a gateway like any other file", async () => {
  const bicep = join(import.meta.dirname, "../../../../../infra/bicep/labs/09-backend-pool.bicep");
  expect(await run(makeFolder({}), "validate", bicep)).toMatchObject({ code: 0, said: "" });
});

describe("apim-emulator explain", () => {
  test("prints every step with what it did, and the answer", async () => {
    const folder = makeFolder({
      ...FILES,
      "request.json": {
        path: "/chat",
        body: { model: "m" },
        answers: [{ status: 201, body: { said: "hi" } }],
      },
    });
    const { code, out } = await run(
      folder,
      "explain",
      "policy.xml",
      "--backends",
      "backends.json",
      "--request",
      "request.json",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^POST \/chat -> 201 in /);
    expect(out).toMatch(/inbound\n {2}base .*\n {2}set-backend-service {2}\(api, policy\.xml:2:20/);
    expect(out).toMatch(/sent to one: /);
    expect(out).toContain('{"said":"hi"}');
  });

  test("says that no backend was called when nobody answers for it", async () => {
    const folder = makeFolder({ ...FILES, "request.json": { path: "/chat" } });
    const { out } = await run(
      folder,
      "explain",
      "policy.xml",
      "--backends",
      "backends.json",
      "--request",
      "request.json",
    );
    expect(out).toContain("no backend: an empty 200");
  });
});
