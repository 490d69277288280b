import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { InfraFinding } from "./infra-finding.ts";

const run = promisify(execFile);

const PARSE = `
import json, pathlib, sys
from pycep import BicepParser
try:
    BicepParser().parse(file_path=pathlib.Path(sys.argv[1]))
except Exception as error:
    place = [getattr(error, "line", 1), getattr(error, "column", 1)]
    print(json.dumps([str(error).splitlines()[0], *place]))
`;

/** A Python that has pycep: the given one, the workshop's, or the machine's; undefined when none has. */
export async function findPycep(given: string | undefined, root: string): Promise<string | undefined> {
  const own = [join(root, ".venv", "bin", "python"), join(root, ".venv", "Scripts", "python.exe")];
  const candidates =
    given === undefined ? [...own.filter((path) => existsSync(path)), "python3", "python"] : [given];
  for (const python of candidates) {
    const found = await run(python, ["-c", "import pycep"]).then(
      () => true,
      () => false,
    );
    if (found) return python;
  }
  return undefined;
}

/** Parses one file with a second grammar, for no longer than `timeoutMs`. */
export async function parseWithPycep(
  python: string,
  path: string,
  file: string,
  timeoutMs: number,
): Promise<readonly InfraFinding[]> {
  try {
    const { stdout } = await run(python, ["-c", PARSE, path], { timeout: timeoutMs, killSignal: "SIGKILL" });
    if (stdout.trim() === "") return [];
    const [message, line, column] = JSON.parse(stdout);
    return [{ message: `pycep: ${message}`, file, line: Number(line) || 1, column: Number(column) || 1 }];
  } catch (error) {
    const late = error instanceof Error && "killed" in error && error.killed === true;
    const why = late ? `took longer than ${timeoutMs / 1000} s` : "failed";
    return [{ message: `pycep ${why}.`, file, line: 1, column: 1 }];
  }
}
