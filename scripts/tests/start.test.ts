import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { get } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { hasJupyter } from "../setup/jupyter.mjs";
import { addressOf, runKit, startKit } from "./kit.ts";
import { copyKit } from "./kit-copy.ts";

const TIME_LIMIT_MS = 300_000;
const cloudFileIn = (folder: string) => join(folder, ".cache", "lab-cloud.json");

/** Whether anything still listens behind an address. */
const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );

/** The status of a page whose certificate is signed by the given authority. */
const statusOverTls = (url: string, ca: string) =>
  new Promise<number | undefined>((resolve, reject) =>
    get(url, { ca }, (response) => resolve(response.resume().statusCode)).on("error", reject),
  );

/** Listens on a free port in this process. */
async function listen(): Promise<number> {
  const server = createServer((_, response) => response.end("not a workshop"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test("everything answers at the printed addresses, and Ctrl-C ends all of it", {
  timeout: TIME_LIMIT_MS,
}, async (context) => {
  context.skip(!hasJupyter(paths.root), "skipped: JupyterLab missing");
  const folder = copyWithVenv();
  const cloudFile = cloudFileIn(folder);
  const kit = startKit([], { folder });
  const hub = await addressOf(kit, "Hub page");
  const https = await addressOf(kit, "Lab cloud");
  const local = await addressOf(kit, "Local model");
  const jupyter = new URL(await addressOf(kit, "JupyterLab"));
  expect(kit.output()).toMatch(/^Open this first; .+:\n {2}JupyterLab +http/m);
  await kit.waitFor(/^Press Ctrl-C to stop\.$/m);

  const page = await fetch(hub);
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    expect.stringContaining("text/html"),
  ]);
  expect((await fetch(`${local}/v1/models`)).status).toBe(200);

  const ready = JSON.parse(readFileSync(cloudFile, "utf8"));
  expect(ready).toMatchObject({
    event: "ready",
    http: hub.slice(0, -1),
    https,
    local,
    pid: expect.any(Number),
  });
  if (process.platform !== "win32") expect(statSync(cloudFile).mode & 0o077).toBe(0);
  expect(await statusOverTls(`${https}/lab/state`, readFileSync(ready.ca, "utf8"))).toBe(200);

  const token = jupyter.searchParams.get("token") ?? "";
  expect(token.length).toBeGreaterThanOrEqual(32);
  expect(await page.text()).not.toContain(token);
  const headers = { authorization: `token ${token}` };
  expect((await fetch(`${jupyter.origin}/api/kernelspecs`)).status).toBe(403);
  const specs = await fetch(`${jupyter.origin}/api/kernelspecs`, { headers });
  expect(await specs.json()).toEqual({ default: "tslab", kernelspecs: { tslab: expect.anything() } });
  // A kernel of its own, so that there is one to end.
  const started = await fetch(`${jupyter.origin}/api/kernels`, { method: "POST", headers });
  const [, kernel = ""] = /"id": "([^"]+)"/.exec(await started.text()) ?? [];
  expect(processesWith(kernel).length).toBeGreaterThan(0);

  kit.pressCtrlC();
  expect(await kit.ended).toBe(0);
  expect(kit.output()).toContain("Stopping ...");
  expect(existsSync(cloudFile)).toBe(false);
  const addresses = [hub, https, local, jupyter.origin];
  expect(await Promise.all(addresses.map(answers))).toEqual(addresses.map(() => false));
  expect(processesWith(kernel)).toEqual([]);
});

/** A copy with this checkout's JupyterLab; only one workshop runs in a folder, and another test may run here. */
function copyWithVenv(): string {
  const folder = copyKit();
  const [from, to] = [join(paths.root, ".venv"), join(folder, ".venv")];
  mkdirSync(to, { recursive: true });
  for (const part of ["bin", "pyvenv.cfg", "workshop-stamp", "share"])
    cpSync(join(from, part), join(to, part), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(from, "lib"), join(to, "lib"), "dir");
  return folder;
}

/** The processes whose command line has this text. */
function processesWith(text: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}

test("npm start --no-jupyter runs the lab cloud alone, and ends when npm is ended", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const args = ["start", "--", "--no-open", "--no-jupyter", "--no-models", "--port-lab-http", "0"];
  const folder = copyKit();
  const kit = runKit("npm", [...args, "--port-lab-https", "0", "--port-local-model", "0"], { folder });
  const hub = await addressOf(kit, "Hub page");
  await kit.waitFor(/^Press Ctrl-C to stop\.$/m);
  expect(kit.output()).toMatch(/^✓ dependencies ready$/m);
  expect(kit.output()).not.toMatch(/JupyterLab +http/);
  expect(await answers(hub)).toBe(true);
  process.kill(kit.pid, "SIGTERM");
  await kit.ended;
  expect(await answers(hub)).toBe(false);
  expect(existsSync(cloudFileIn(folder))).toBe(false);
});

test("a busy port names its holder and the flag that moves it, before anything starts", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const port = await listen();
  const kit = startKit(["--no-jupyter", "--port-lab-https", String(port)], { folder: copyKit() });
  expect(await kit.ended).toBe(1);
  expect(kit.output()).toContain(`Port ${port} (lab cloud over https) is taken by process ${process.pid}: `);
  expect(kit.output()).toContain("start on free ports: npm start -- --port-lab-https 0\n");
  expect(kit.output()).not.toContain("Hub page");
});

test("a port held by another workshop says so, with its address", { timeout: TIME_LIMIT_MS }, async () => {
  const other = await startLabCloud({ localModel: "simulated" });
  onTestFinished(() => other.close());
  const [http, local] = [new URL(other.http).port, new URL(other.local).port];
  const kit = startKit(["--no-jupyter", "--port-lab-http", http, "--port-local-model", local], {
    folder: copyKit(),
  });
  expect(await kit.ended).toBe(1);
  const workshop = `is taken by another workshop \\(process ${process.pid}, folder \\S+\\): ${other.http}/`;
  expect(kit.output()).toMatch(new RegExp(`Port ${http} \\(lab cloud and hub page\\) ${workshop}`));
  expect(kit.output()).toMatch(new RegExp(`Port ${local} \\(local model\\) ${workshop}`));
});

test("one port for two parts is refused", { timeout: TIME_LIMIT_MS }, async () => {
  const kit = startKit(["--no-jupyter", "--port-lab-http", "4999", "--port-local-model", "4999"]);
  expect(await kit.ended).toBe(1);
  expect(kit.output()).toContain("Port 4999 is given to both lab cloud and hub page and local model.");
});

const ALREADY =
  /^A workshop of this folder already runs \(process (\d+)\): (\S+) Open it, or stop it with Ctrl-C in its terminal\.$/m;

test("a second workshop of a folder names the first, which stays found until it stops", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = copyKit();
  const file = cloudFileIn(folder);
  const first = startKit(["--no-jupyter"], { folder });
  await first.waitFor(/^Press Ctrl-C to stop\.$/m);
  const record = readFileSync(file, "utf8");
  const { pid, http } = JSON.parse(record);

  const second = startKit(["--no-jupyter"], { folder });
  expect(await second.ended).toBe(1);
  expect(ALREADY.exec(second.output())?.slice(1)).toEqual([String(pid), `${http}/`]);
  expect(second.output()).not.toContain("Hub page");
  expect(readFileSync(file, "utf8")).toBe(record);

  first.pressCtrlC();
  expect(await first.ended).toBe(0);
  expect(existsSync(file)).toBe(false);
});

test("a record that a crashed workshop left behind is taken over", { timeout: TIME_LIMIT_MS }, async () => {
  const folder = copyKit();
  const file = cloudFileIn(folder);
  // Its port now belongs to another workshop, whose process is not the one in the record.
  const other = await startLabCloud({ localModel: "simulated" });
  onTestFinished(() => other.close());
  mkdirSync(join(folder, ".cache"), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid + 1, http: other.http }));
  const kit = startKit(["--no-jupyter"], { folder });
  const hub = await addressOf(kit, "Hub page");
  expect(`${JSON.parse(readFileSync(file, "utf8")).http}/`).toBe(hub);
  kit.pressCtrlC();
  expect(await kit.ended).toBe(0);
  expect(existsSync(file)).toBe(false);
});

test("of two workshops started at once in one folder one runs", { timeout: TIME_LIMIT_MS }, async () => {
  const folder = copyKit();
  const kits = [startKit(["--no-jupyter"], { folder }), startKit(["--no-jupyter"], { folder })];
  const [refused] = await Promise.race(kits.map((kit) => kit.ended.then((code) => [kit, code] as const)));
  expect(refused.output()).toMatch(ALREADY);
  const winner = kits.find((kit) => kit !== refused);
  await winner?.waitFor(/^Press Ctrl-C to stop\.$/m);
  expect(winner?.output()).toContain(`${JSON.parse(readFileSync(cloudFileIn(folder), "utf8")).http}/`);
  winner?.pressCtrlC();
  expect([await refused.ended, await winner?.ended]).toEqual([1, 0]);
});

test("without Python one line says how to get it, and the rest starts", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = copyKit();
  mkdirSync(join(folder, ".venv", "half-made"), { recursive: true });
  const kit = startKit([], { folder, environment: { PATH: join(folder, "nothing"), PYTHON: "" } });
  const hub = await addressOf(kit, "Hub page");
  await kit.waitFor(/^Press Ctrl-C to stop\.$/m);
  const said = kit
    .output()
    .split("\n")
    .filter((line) => line.includes("Python"));
  expect(said).toEqual([
    "! JupyterLab: needs Python 3.10 or newer, and none was found (tried $PYTHON, python3, python, py). Install it from python.org, or install uv, which brings its own. Without JupyterLab: open this folder in VS Code with its Jupyter extension and run npm run kernel.",
  ]);
  expect(existsSync(join(folder, ".venv", "half-made"))).toBe(false);
  expect(await answers(hub)).toBe(true);
  // No model file in this copy: its place is taken by written answers, and the line says so.
  expect(kit.output()).toMatch(/^ {2}Local model +http:\S+ {2}simulated: /m);
  kit.pressCtrlC();
  expect(await kit.ended).toBe(0);
});

test("a malformed .env names each line and variable and starts nothing", {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const folder = copyKit();
  const start = () => startKit(["--no-jupyter"], { folder });
  writeFileSync(join(folder, ".env"), "this is no setting\nPORT_JUPYTER=8888\n");
  const malformed = start();
  expect(await malformed.ended).toBe(1);
  expect(malformed.output()).toMatch(/^\.env line 1 is no NAME=value/m);

  writeFileSync(
    join(folder, ".env"),
    "PORT_JUPYTER=eighty\nAZURE_OPENAI_API_KEY=hush-hush\nDEBUG_MODE=perhaps\n",
  );
  const mistyped = start();
  expect(await mistyped.ended).toBe(1);
  expect(mistyped.output()).toMatch(/^PORT_JUPYTER must be a whole number from 0 to 65535, not "eighty"/m);
  expect(mistyped.output()).toMatch(/^DEBUG_MODE must be true or false, not "perhaps"/m);
  for (const { output } of [malformed, mistyped])
    expect(output()).not.toMatch(/\n {4}at |hush-hush|Hub page/);
});

/** A copy whose JupyterLab is this shell script. */
function copyWithJupyter(script: string): string {
  const folder = copyKit();
  mkdirSync(join(folder, ".venv/bin"), { recursive: true });
  writeFileSync(join(folder, ".venv/workshop-stamp"), "jupyterlab==4.6.6 Python 3.12\n");
  const versionAsked = 'case "$*" in *version_info*) echo 3.12; exit;; esac';
  writeFileSync(join(folder, ".venv/bin/python"), `#!/bin/sh\n${versionAsked}\n${script}\n`, { mode: 0o755 });
  return folder;
}

test.skipIf(process.platform === "win32")(
  "a JupyterLab that does not start shows the end of its log, and the rest runs on",
  { timeout: TIME_LIMIT_MS },
  async () => {
    const kit = startKit([], { folder: copyWithJupyter('echo "No module named jupyterlab"; exit 1') });
    await kit.waitFor(/^Press Ctrl-C to stop\.$/m);
    expect(kit.output()).toMatch(
      /^! JupyterLab did not start; all else runs\. Its log, \.cache\/jupyter\.log, ends:\n {2}No module named jupyterlab$/m,
    );
    expect(await answers(await addressOf(kit, "Hub page"))).toBe(true);
    kit.pressCtrlC();
    expect(await kit.ended).toBe(0);
  },
);

test.skipIf(process.platform === "win32")(
  "a JupyterLab that hangs is ended with all it started",
  { timeout: TIME_LIMIT_MS },
  async () => {
    const marker = `${process.pid}.25`;
    const kit = startKit([], {
      folder: copyWithJupyter(`trap "" TERM INT\nsleep ${marker}\nsleep ${marker}`),
    });
    await addressOf(kit, "Local model");
    await expect.poll(() => processesWith(`sleep\0${marker}`).length).toBe(1);
    kit.pressCtrlC();
    expect(await kit.ended).toBe(0);
    expect(processesWith(`sleep\0${marker}`)).toEqual([]);
  },
);
