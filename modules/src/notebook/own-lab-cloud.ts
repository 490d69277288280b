import { readFileSync } from "node:fs";
import type { FoundLabCloud } from "../lab-cloud/find-lab-cloud.ts";
import type { LabCloud, LabCloudOptions } from "../lab-cloud/index.ts";

let running: Promise<LabCloud> | undefined;

/** This process's own lab cloud on free ports: started the first time, the same one from then on. */
export async function openOwnLabCloud(options: LabCloudOptions = {}): Promise<FoundLabCloud> {
  running ??= start(options);
  const { http, https, local, localModel, ca, env } = await running;
  const state = { pid: process.pid, http, https, local, localModel };
  return { state, authority: readFileSync(ca, "utf8"), env };
}

/** Ends it, when there is one. The next opening starts another. */
export async function closeOwnLabCloud(): Promise<void> {
  const ending = running;
  running = undefined;
  await (await ending)?.close();
}

async function start(options: LabCloudOptions): Promise<LabCloud> {
  try {
    // Loaded only now: a notebook that joins a running lab cloud never needs it.
    const { startLabCloud } = await import("../lab-cloud/index.ts");
    return await startLabCloud({ unref: true, ...options });
  } catch (error) {
    running = undefined;
    throw error;
  }
}
