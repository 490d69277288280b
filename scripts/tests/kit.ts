import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { killTree } from "../start/process-tree.ts";

export interface KitOptions {
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A command of the workshop under way, in a process group of its own as in a terminal. */
export interface Kit {
  readonly pid: number;
  /** All it printed so far, both streams. */
  output(): string;
  /** The first match in what it prints; fails when it ends or the time is up before. */
  waitFor(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Ctrl-C: to every process of the terminal at once. */
  pressCtrlC(): void;
  /** Exit code or signal. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** What test runners and npm leave in the environment would change how a kit starts. */
const FOREIGN = /^(?:VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|FORCE_COLOR$|npm_config_|npm_lifecycle)/;

/** Runs a command in the repository (or a copy) and kills whatever is left of it when the test ends. */
export function runKit(command: string, args: readonly string[], options: KitOptions = {}): Kit {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  const child = spawn(command, args, {
    cwd: options.folder ?? paths.root,
    env: { ...Object.fromEntries(kept), ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} cannot be started.`);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  let over = false;
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.on("close", (code, signal) => {
      over = true;
      resolve(code ?? signal ?? 1);
    }),
  );
  onTestFinished(async () => {
    if (!over) await killTree(pid);
  });
  return {
    pid,
    output: () => output,
    ended,
    pressCtrlC: () => process.kill(-pid, "SIGINT"),
    waitFor: async (pattern, withinMs = 240_000) => {
      for (const deadline = Date.now() + withinMs; ; await wait(50)) {
        const match = pattern.exec(output);
        if (match) return match;
        if (over || Date.now() > deadline) throw new Error(`No ${pattern} in what it printed:\n${output}`);
      }
    },
  };
}

const SETUP = ["scripts/setup.mjs", "--no-models", "--then", "scripts/start.ts", "--no-open"];
const FREE_PORTS = ["http", "https"].flatMap((name) => [`--port-lab-${name}`, "0"]);

/** `npm start` as npm runs it, on free ports unless `args` say otherwise. */
export function startKit(args: readonly string[] = [], options: KitOptions = {}): Kit {
  const free = [...FREE_PORTS, "--port-local-model", "0", "--port-jupyter", "0"];
  return runKit(process.execPath, [...SETUP, ...free, ...args], options);
}

/** The address behind a title in what `npm start` prints. */
export async function addressOf(kit: Kit, title: string): Promise<string> {
  const [, url] = await kit.waitFor(new RegExp(`^  ${title} +(\\S+)`, "m"));
  return url ?? "";
}
