import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { paths } from "../../../modules/src/config/index.ts";
import type { ProbeOrder, ProcessFigures } from "./process-probe.ts";

/** A server in a process of its own, which tells what it uses. */
export interface MeasuredProcess {
  /** `http://127.0.0.1:12345` */
  readonly url: string;
  /** Where Prometheus reads, of an orchestrator. */
  readonly metrics: string | undefined;
  readonly child: ChildProcess;
  figures(): Promise<ProcessFigures>;
  /** Sends an order and waits for the answer. @throws Error when the process has ended. */
  ask<Answer>(order: object | string): Promise<Answer>;
  forgetDelays(): void;
  /** Lets it end in order. */
  stop(): Promise<void>;
  /** SIGKILL: it can do nothing about it. */
  kill(): Promise<void>;
}

const PROBE = new URL("./process-probe.ts", import.meta.url).href;
const LINES_KEPT = 20;

/**
 * Starts a script that prints `{"event":"ready","url"}` once it serves, with the flags of Node that npm starts it with.
 * @throws Error with its last lines when it ends before.
 */
export async function startProcess(
  script: URL,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<MeasuredProcess> {
  const name = script.pathname.split("/").at(-1);
  const child = fork(fileURLToPath(script), [...args], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...env },
    execArgv: [...npmFlagsOf(script), "--import", PROBE],
  });
  const told: string[] = [];
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    told.push(text);
    told.splice(0, told.length - LINES_KEPT);
  });
  const ended = once(child, "exit").then(() => {});
  const ready = await Promise.race([readyLine(child), ended.then(() => undefined)]);
  if (!ready) throw new Error(`${name} did not start: ${told.join("").trim()}`);
  const gone = () => new Error(`${name} has ended: ${told.join("").trim()}`);
  async function ask<Answer>(order: object | string): Promise<Answer> {
    const answer = once(child, "message");
    child.send(order);
    return Promise.race([answer.then(([said]) => said as Answer), ended.then(() => Promise.reject(gone()))]);
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    url: ready.url,
    metrics: ready.metrics,
    child,
    ask,
    figures: () => ask<ProcessFigures>("tell-figures"),
    forgetDelays: () => child.send("forget-delays" satisfies ProbeOrder),
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/** What the line of package.json that starts this script tells Node; nothing where no line does. */
export function npmFlagsOf(script: URL): readonly string[] {
  const file = relative(paths.root, fileURLToPath(script)).split(sep).join("/");
  const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(paths.root, "package.json"), "utf8"),
  );
  const line = Object.values(scripts)
    .map((text) => text.split(" "))
    .find(([program, ...words]) => program === "node" && words.includes(file));
  return line?.slice(1, line.indexOf(file)) ?? [];
}

interface ReadyLine {
  readonly url: string;
  readonly metrics?: string;
}

async function readyLine({ stdout }: ChildProcess): Promise<ReadyLine | undefined> {
  if (!stdout) return undefined;
  const lines = createInterface({ input: stdout });
  for await (const line of lines) {
    if (!line.includes('"ready"')) continue;
    stdout.resume();
    return JSON.parse(line);
  }
  return undefined;
}
