import { type ChildProcess, spawn } from "node:child_process";
import { onTestFinished } from "vitest";
import { paths } from "../src/config/paths.ts";

export interface RunningProcess {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the first line of standard output; rejects when the process ends before. */
  readonly firstLine: Promise<string>;
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Runs a file with this Node in the repository's root; killed with the test if it still runs. `undefined` = not set. */
export function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): RunningProcess {
  const child = spawn(process.execPath, args, {
    cwd: paths.root,
    env: { ...process.env, NODE_OPTIONS: "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stdout = "";
  let stderr = "";
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal)),
  );
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("close", () => reject(new Error(`ended without a line: ${stderr}`)));
  });
  firstLine.catch(() => {});
  return { child, stdout: () => stdout, stderr: () => stderr, firstLine, ended };
}
