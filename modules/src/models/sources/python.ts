import { existsSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../config/paths.ts";
import { runProcess } from "./run-process.ts";

/** A Python that has pip. */
export interface Python {
  readonly command: string;
  readonly args: readonly string[];
  /** `[25, 1]` */
  readonly pip: readonly [number, number];
}

const PROBE = "import pip; print(pip.__version__)";
const PROBE_MS = 20_000;

/** The Python of the workshop's `.venv`, else one of the system; `undefined` when none has pip. */
export async function findPython(signal?: AbortSignal): Promise<Python | undefined> {
  for (const [command, ...args] of candidates()) {
    const pip = await pipVersion(command, args, signal);
    if (pip) return { command, args, pip };
    signal?.throwIfAborted();
  }
  return undefined;
}

function candidates(): readonly (readonly [string, ...string[]])[] {
  const windows = process.platform === "win32";
  const own = join(paths.root, ".venv", windows ? "Scripts/python.exe" : "bin/python");
  const system: [string, ...string[]][] = windows ? [["py", "-3"], ["python"]] : [["python3"], ["python"]];
  return existsSync(own) ? [[own], ...system] : system;
}

async function pipVersion(
  command: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly [number, number] | undefined> {
  let version: readonly [number, number] | undefined;
  const onLine = (line: string) => {
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(line) ?? [];
    if (major && minor) version = [Number(major), Number(minor)];
  };
  await runProcess(command, [...args, "-c", PROBE], { signal, timeoutMs: PROBE_MS, onLine }).catch(
    () => undefined,
  );
  return version;
}
