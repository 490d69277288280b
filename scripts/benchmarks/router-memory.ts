import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Figure } from "./benchmark.ts";

/** Bytes that stay after everything else was collected. */
interface RouterMemory {
  /** What a router of rules adds, with the code and the texts that it needs. */
  readonly rules: number;
  /** What the agent router adds to that: code, configuration, keywords, chains, breakers, health, log of decisions. */
  readonly agentRouter: number;
  /** What a second one adds. */
  readonly anotherAgentRouter: number;
}

export const MEMORY_METHOD =
  "Memory is heap and buffers that are kept after a collection, in a process of its own in which nothing was loaded before, after 2000 decisions each; code is loaded from its sources.";

/** @throws Error when the measured process fails */
export async function routerMemory(): Promise<readonly Figure[]> {
  const child = fileURLToPath(new URL("./router-memory-child.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", child]);
  const { rules, agentRouter, anotherAgentRouter } = JSON.parse(stdout) as RouterMemory;
  const figure = (name: string, bytes: number): Figure => ({ name, value: bytes / 1e6, unit: "MB" });
  return [
    figure("memory of the rules and their code", rules),
    figure("memory of an agent router and its code, on top", agentRouter),
    figure("memory of a second agent router", anotherAgentRouter),
  ];
}
