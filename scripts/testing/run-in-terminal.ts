import { spawn } from "node:child_process";
import { paths } from "../../modules/src/config/index.ts";

/** Runs a program on this Node in the repository, its output going straight on. Resolves with its exit code or signal. */
export function runInTerminal(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number | NodeJS.Signals> {
  const child = spawn(process.execPath, args, {
    cwd: paths.root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? signal ?? 1));
  });
}
