import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paths } from "../src/config/paths.ts";
import { runNode } from "./run-process.ts";
import { startTestCloud, temporaryFolder, variable } from "./start-test-cloud.ts";

const SCRIPT = "infra/local/lab-cloud.ts";
const ANY_PORT = ["--port", "0", "--https-port", "0", "--local-port", "0", "--simulated"];

test("prints one line when it is ready, serves, and stops on SIGTERM", async () => {
  const run = runNode([SCRIPT, ...ANY_PORT]);
  const ready = JSON.parse(await run.firstLine);
  expect(Object.keys(ready)).toEqual(["event", "http", "https", "local", "ca", "env"]);
  expect(ready).toMatchObject({ event: "ready", env: { LAB_HTTP: ready.http, LAB_HTTPS: ready.https } });
  expect(readFileSync(ready.ca, "utf8")).toContain("BEGIN CERTIFICATE");
  expect((await fetch(`${ready.http}/lab/state`)).status).toBe(200);
  run.child.kill("SIGTERM");
  expect(await run.ended).toBe(0);
  expect(run.stdout().trimEnd().split("\n")).toHaveLength(1);
  expect(run.stderr()).not.toContain(ready.env.AZURE_OPENAI_API_KEY);
  expect(run.stderr()).not.toContain(ready.env.IDENTITY_HEADER);
});

test("stops with an open stream on SIGINT", async () => {
  const run = runNode([SCRIPT, ...ANY_PORT]);
  const { http, env } = JSON.parse(await run.firstLine);
  await fetch(env.LAB_FAULTS_URL, { method: "POST", body: JSON.stringify({ delayMs: 600_000 }) });
  const waiting = fetch(`${http}/openai/v1/chat/completions`, {
    method: "POST",
    headers: { "api-key": env.AZURE_OPENAI_API_KEY },
    body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Hello!" }], stream: true }),
  });
  const outcome = expect(waiting).rejects.toBeInstanceOf(TypeError);
  await expect.poll(() => pendingFaults(http)).toEqual([]);
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
  await outcome;
});

test("--env prints lines a shell can read", async () => {
  const run = runNode([SCRIPT, ...ANY_PORT, "--env"]);
  await run.firstLine;
  await expect.poll(() => run.stdout()).toMatch(/AZURE_SUBSCRIPTION_ID='[0-9a-f-]{36}'\n$/);
  const lines = run.stdout().trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => !/^export [A-Z_]+='[^']*'$/.test(line))).toEqual([]);
  run.child.kill("SIGTERM");
  expect(await run.ended).toBe(0);
});

test("its authority is trusted by a Node that is given NODE_EXTRA_CA_CERTS", async () => {
  const cloud = await startTestCloud();
  const run = runNode(
    [
      "-e",
      "fetch(process.env.LAB_HTTPS + '/lab/state').then(r => console.log(r.status), e => console.log(e.cause.code))",
    ],
    { NODE_EXTRA_CA_CERTS: variable(cloud, "NODE_EXTRA_CA_CERTS"), LAB_HTTPS: cloud.https },
  );
  expect(await run.firstLine).toBe("200");
});

test("--help says what it does and opens nothing", async () => {
  const run = runNode([SCRIPT, "--help"]);
  expect(await run.ended).toBe(0);
  expect(run.stdout()).toContain("npm run lab-cloud -- [flags]");
});

test.each([
  [["--prot", "1"], "Unknown option '--prot'"],
  [["--port", "http"], '--port takes a whole number from 0 to 65535, not "http".'],
  [["--https-port", "65536"], "--https-port takes a whole number"],
  [["extra"], "Unexpected argument 'extra'"],
])("a flag that cannot be used is one line and exit code 2: %j", async (args, message) => {
  const run = runNode([SCRIPT, ...args]);
  expect(await run.ended).toBe(2);
  expect(run.stderr()).toContain(message);
  expect(run.stderr().trimEnd().split("\n")).toHaveLength(1);
  expect(run.stdout()).toBe("");
});

test("a busy port is one line that names it and exit code 1", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  const run = runNode([
    SCRIPT,
    "--port",
    "0",
    "--https-port",
    String(port),
    "--local-port",
    "0",
    "--simulated",
  ]);
  expect(await run.ended).toBe(1);
  holder.close();
  expect(run.stderr().trimEnd()).toBe(
    `Port ${port} (lab cloud, https) is in use. Stop what holds it, or set PORT_LAB_HTTPS to another port (0 = any free one).`,
  );
});

test("two that start at once with a fresh certificate folder use the same authority", async () => {
  const caFolder = join(await temporaryFolder(), "lab-ca");
  const script = `
    import { startLabCloud } from ${JSON.stringify(join(paths.root, "modules/src/lab-cloud/index.ts"))};
    import { readFileSync } from "node:fs";
    const cloud = await startLabCloud({ caFolder: ${JSON.stringify(caFolder)}, localModel: "simulated" });
    const { request } = await import("node:https");
    const status = await new Promise((resolve) =>
      request(cloud.https + "/lab/state", { ca: readFileSync(cloud.ca) }, (r) => resolve(r.statusCode))
        .on("error", (error) => resolve(error.code)).end());
    console.log(JSON.stringify({ status, key: cloud.env.AZURE_OPENAI_API_KEY, ca: readFileSync(cloud.ca, "utf8") }));
    await cloud.close();
  `;
  const runs = [1, 2].map(() => runNode(["--input-type=module", "-e", script]));
  const [one, two] = await Promise.all(runs.map(async (run) => JSON.parse(await run.firstLine)));
  expect(one).toEqual({ status: 200, key: expect.any(String), ca: expect.any(String) });
  expect(two).toEqual(one);
});

test("an unref'd lab cloud lets its process end", async () => {
  const script = `
    import { startLabCloud } from ${JSON.stringify(join(paths.root, "modules/src/lab-cloud/index.ts"))};
    const cloud = await startLabCloud({ unref: true, localModel: "simulated" });
    console.log((await fetch(cloud.http + "/lab/state")).status);
  `;
  const run = runNode(["--input-type=module", "-e", script]);
  expect(await run.firstLine).toBe("200");
  expect(await run.ended).toBe(0);
});

async function pendingFaults(http: string): Promise<unknown> {
  return ((await (await fetch(`${http}/lab/state`)).json()) as { faults: unknown }).faults;
}
