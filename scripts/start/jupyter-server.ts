import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { lastLines } from "../setup/command.mjs";
import type { JupyterCommand } from "./jupyter-command.ts";
import { killTree } from "./process-tree.ts";

const LOOK_EVERY_MS = 100;
const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 6_000;

export interface JupyterServerOptions extends JupyterCommand {
  readonly port: number;
  readonly token: string;
  readonly logFile: string;
}

/** A JupyterLab under way. */
export interface JupyterServer {
  /** `ready` when it answers; else the last lines it wrote, or that it takes too long. */
  readonly ready: Promise<"ready" | { readonly lines: readonly string[] }>;
  /** Its last lines, when it ended without being asked to. */
  readonly ended: Promise<readonly string[]>;
  /** Ends it and its kernels; resolves when they are gone. */
  stop(): Promise<void>;
}

/** Where a server stands; `asked`: somebody wants it to end. */
interface ServerState {
  ended: boolean;
  asked: boolean;
}

/** Runs JupyterLab out of the terminal's reach: Ctrl-C is for the workshop, which then stops it in order. */
export function startJupyterServer(options: JupyterServerOptions): JupyterServer {
  const child = spawnIntoFile(options);
  const state: ServerState = { ended: false, asked: false };
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      state.ended = true;
      resolve();
    };
    child.once("exit", end);
    child.once("error", end);
  });
  const killAtExit = () => void child.kill();
  process.once("exit", killAtExit);
  return {
    ready: waitUntilReady(options, state),
    ended: new Promise((resolve) => void exited.then(() => state.asked || resolve(endOfLog(options)))),
    stop: async () => {
      state.asked = true;
      if (!state.ended) await stopInOrder(options, child, exited);
      process.off("exit", killAtExit);
    },
  };
}

function spawnIntoFile({ command, args, env, logFile }: JupyterServerOptions): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "w", 0o600);
  try {
    const detached = process.platform !== "win32";
    return spawn(command, args, { env, stdio: ["ignore", log, log], detached, windowsHide: true });
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(
  options: JupyterServerOptions,
  state: Readonly<ServerState>,
): Promise<"ready" | { lines: readonly string[] }> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!state.ended && Date.now() < deadline) {
    if (await request(options, "GET", "/api/status")) return "ready";
    await wait(LOOK_EVERY_MS);
  }
  if (!state.ended) return { lines: [`It does not answer after ${READY_WITHIN_MS / 1000} s.`] };
  return { lines: endOfLog(options) };
}

/** Asks it to shut down, kernels first; what is left after the time limit is killed. */
async function stopInOrder(options: JupyterServerOptions, child: ChildProcess, exited: Promise<void>) {
  await request(options, "POST", "/api/shutdown");
  const late = new AbortController();
  const timeUp = wait(STOP_WITHIN_MS, "late", { signal: late.signal }).catch(() => "done");
  const outcome = await Promise.race([exited, timeUp]);
  late.abort();
  if (outcome === "late" && child.pid !== undefined) {
    await killTree(child.pid);
    await exited;
  }
}

/** Whether the server carried out a request. */
async function request(
  { port, token }: JupyterServerOptions,
  method: "GET" | "POST",
  path: string,
): Promise<boolean> {
  try {
    const headers = { authorization: `token ${token}` };
    const signal = AbortSignal.timeout(2_000);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, signal });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

const endOfLog = ({ logFile, token }: JupyterServerOptions) =>
  lastLines(readFileSync(logFile, "utf8").replaceAll(token, "..."), 8);
