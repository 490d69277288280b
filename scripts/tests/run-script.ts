import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface ScriptResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface ScriptOptions {
  /** What standard input says. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a command of scripts/ to its end with this Node. */
export async function runScript(
  script: string,
  args: readonly string[],
  { input = "", environment = {} }: ScriptOptions = {},
): Promise<ScriptResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", script), ...args], {
    env: { ...process.env, ...environment },
  });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  // A command that refuses its flags ends without reading.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = await once(child, "close");
  return { code, out, err };
}
