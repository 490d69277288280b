import { readdirSync, readFileSync } from "node:fs";
import { runCommand } from "../setup/command.mjs";

/** Ends a process and everything it started, at once, by process id. */
export async function killTree(pid: number): Promise<void> {
  if (process.platform === "win32") {
    await runCommand("taskkill", ["/PID", String(pid), "/T", "/F"]);
    return;
  }
  // From the top: a parent that outlives its child may start another.
  for (const one of [pid, ...descendantsOf(pid, await listParents())]) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // Already gone.
    }
  }
}

/** The processes below `pid`, nearest first. `parents` maps each process to its parent. */
export function descendantsOf(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const found: number[] = [];
  for (let level = [pid]; level.length > 0; ) {
    level = [...parents].filter(([, parent]) => level.includes(parent)).map(([child]) => child);
    found.push(...level);
  }
  return found;
}

async function listParents(): Promise<Map<number, number>> {
  if (process.platform === "linux") return parentsFromProc();
  const { output } = await runCommand("ps", ["-A", "-o", "pid=,ppid="]);
  const rows = output.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return new Map(rows.map(([pid = 0, parent = 0]) => [pid, parent]));
}

function parentsFromProc(): Map<number, number> {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return new Map(pids.map((pid) => [Number(pid), parentFromProc(pid)]));
}

function parentFromProc(pid: string): number {
  try {
    return Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return Number.NaN;
  }
}
