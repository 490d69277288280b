import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { paths } from "../../modules/src/config/paths.ts";
import { LabError } from "../../modules/src/core/errors.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { newKey } from "../../modules/src/server/index.ts";

export interface LabOrchestratorOptions {
  /** Asks for a key, which may do all. Without it everybody on this machine may ask. */
  readonly withKey?: boolean;
  /** Origins whose pages may ask. */
  readonly corsOrigins?: readonly string[];
}

/** `npm run orchestrator` with all it offers, in a process of its own, on free ports, with a lab cloud behind it. */
export interface LabOrchestrator {
  readonly url: string;
  /** A key that it takes; without `withKey` any word is one. */
  readonly key: string;
  /** What the server said on standard error so far, one JSON object a line. */
  log(): string;
  close(): Promise<void>;
}

/** @throws LabError with the server's own words when it does not start */
export async function startLabOrchestrator(options: LabOrchestratorOptions = {}): Promise<LabOrchestrator> {
  const folder = mkdtempSync(join(tmpdir(), "lab-orchestrator-"));
  const cloud = await startLabCloud({ localModel: "simulated", embeddings: "hashed-words" });
  const { key, flags } = prepareKey(options.withKey ?? false, folder);
  const origins = (options.corsOrigins ?? []).flatMap((origin) => ["--cors-origin", origin]);
  const general = ["--port", "0", "--metrics-port", "0", "--profile", "enhanced"];
  const server = spawn(
    process.execPath,
    [
      join(paths.root, "scripts/orchestrator.ts"),
      ...general,
      "--ledger",
      "none",
      "--state",
      folder,
      ...flags,
      ...origins,
    ],
    { env: { ...process.env, ...cloud.env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  // A command that a signal ends must not leave it behind.
  const kill = () => server.kill();
  process.once("exit", kill);
  let log = "";
  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const close = async () => {
    await stop(server);
    process.off("exit", kill);
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const url = await readyUrl(server);
  if (url !== undefined) return { url, key, log: () => log, close };
  await close();
  throw new LabError(`The orchestrator does not start: ${log.trim().split("\n").at(-1) ?? ""}`, {
    code: "ORCHESTRATOR_ABSENT",
  });
}

function prepareKey(withKey: boolean, folder: string) {
  if (!withKey) return { key: "not-needed", flags: [] };
  const { key, sha256 } = newKey();
  const file = join(folder, "keys.yaml");
  const scopes = "[chat, embeddings, read, feedback, admin]";
  writeFileSync(file, `keys:\n  - name: lab\n    sha256: ${sha256}\n    scopes: ${scopes}\n`);
  return { key, flags: ["--keys", file] };
}

/** The address in its first line; undefined when it ends before. */
async function readyUrl(server: ChildProcess): Promise<string | undefined> {
  if (!server.stdout) return undefined;
  for await (const line of createInterface(server.stdout)) {
    const said: unknown = JSON.parse(line);
    if (typeof said === "object" && said !== null && "url" in said) return String(said.url);
  }
  return undefined;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "close");
  server.kill("SIGTERM");
  await ended;
}
