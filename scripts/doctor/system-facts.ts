import { arch, cpus, platform, release, totalmem, version } from "node:os";
import type { SystemFacts } from "../../modules/src/doctor/index.ts";
import { runCommand } from "../setup/command.mjs";
import { readText } from "../setup/stamp.mjs";
import { findCommand } from "./find-command.ts";

export function systemFacts(): SystemFacts {
  const processors = cpus();
  return {
    platform: platform(),
    name: systemName(),
    arch: arch(),
    cpu: processors[0]?.model.replace(/\s+/g, " ").trim() || "processor",
    cores: processors.length,
    memoryBytes: usableMemory(),
  };
}

function systemName(): string {
  const named = /^PRETTY_NAME="?([^"\n]+)/m.exec(readText("/etc/os-release") ?? "")?.[1];
  if (platform() === "linux" && named) return named;
  if (platform() === "darwin") return `macOS (Darwin ${release()})`;
  return `${version()} ${release()}`;
}

/** A container's limit, when it is less than the machine has; without one Node tells 0 or a number beyond all memory. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/** Name of a graphics processor, where a quick tool tells it. */
export async function graphicsProcessor(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (platform() === "darwin" && arch() === "arm64") return cpus()[0]?.model;
  const tool = findCommand("nvidia-smi", environment);
  if (tool === undefined) return undefined;
  const { code, output } = await runCommand(tool, ["--query-gpu=name", "--format=csv,noheader"]);
  return code === 0 ? output.split(/\r?\n/)[0]?.trim() || undefined : undefined;
}
