import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { runCommand } from "../setup/command.mjs";

/** Who listens on a port. */
export interface PortHolder {
  readonly pid: number;
  /** Program and first words, without paths, settings or anything that may be secret. */
  readonly command: string;
}

/** The program that listens on a TCP port; `undefined` when the system does not tell, as for other users' programs. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  if (process.platform === "linux") return holderFromProc(port);
  if (process.platform === "win32") return await holderFromNetstat(port);
  return holderFromLsof((await runCommand("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"])).output);
}

const LISTENING = "0A";

function holderFromProc(port: number): PortHolder | undefined {
  const sockets = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => inodesOf(readOr(table), port)),
  );
  if (sockets.size === 0) return undefined;
  const pid = listOr("/proc").find(
    (name) =>
      /^\d+$/.test(name) &&
      listOr(`/proc/${name}/fd`).some((fd) => sockets.has(linkOr(`/proc/${name}/fd/${fd}`))),
  );
  if (!pid) return undefined;
  return { pid: Number(pid), command: shortCommand(readOr(`/proc/${pid}/cmdline`).split("\0")) };
}

/** The `socket:[inode]` of each listener on the port, from the text of /proc/net/tcp. */
export function inodesOf(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
    return local.endsWith(wanted) && state === LISTENING ? [`socket:[${inode}]`] : [];
  });
}

/** From `lsof -Fpc`: lines `p123` and `cnode`. */
export function holderFromLsof(output: string): PortHolder | undefined {
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid ? { pid: Number(pid), command: /^c(.+)$/m.exec(output)?.[1] ?? "a program" } : undefined;
}

async function holderFromNetstat(port: number): Promise<PortHolder | undefined> {
  const pid = pidFromNetstat((await runCommand("netstat", ["-ano", "-p", "TCP"])).output, port);
  if (pid === undefined) return undefined;
  const { output } = await runCommand("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"]);
  return { pid, command: /^"([^"]+)"/m.exec(output)?.[1] ?? "a program" };
}

/** From `netstat -ano`: lines `TCP 127.0.0.1:4300 0.0.0.0:0 LISTENING 123`; the fourth word is translated, so not read. */
export function pidFromNetstat(output: string, port: number): number | undefined {
  for (const line of output.split(/\r?\n/)) {
    const [protocol, local, remote, , pid] = line.trim().split(/\s+/);
    if (protocol === "TCP" && local?.endsWith(`:${port}`) && remote?.endsWith(":0") && pid)
      return Number(pid);
  }
  return undefined;
}

/** `/usr/bin/python3 -m http.server --token=x` -> `python3 -m http.server`. */
export function shortCommand(argv: readonly string[]): string {
  const [program = "", ...args] = argv.filter((word) => word !== "");
  const end = args.findIndex((word) => word.includes("=") || word.startsWith("--"));
  const words = args.slice(0, Math.min(end === -1 ? 2 : end, 2)).map((word) => basename(word));
  return [basename(program), ...words].join(" ").slice(0, 60);
}

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function listOr(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
