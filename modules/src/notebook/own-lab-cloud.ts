import { readFileSync } from "node:fs";
import type { LabCloud } from "../lab-cloud/index.ts";
import { type FoundLabCloud, readLabState } from "./find-lab-cloud.ts";

let running: Promise<LabCloud> | undefined;

/** This process's own lab cloud, started on free ports the first time and again when it no longer answers. */
export async function openOwnLabCloud(): Promise<FoundLabCloud> {
  running ??= start();
  const cloud = await running;
  const state = await readLabState(cloud.http);
  if (state) return { state, authority: readFileSync(cloud.ca, "utf8"), env: cloud.env };
  await closeOwnLabCloud();
  return openAgain();
}

async function openAgain(): Promise<FoundLabCloud> {
  running ??= start();
  const { http, https, local, localModel, ca, env } = await running;
  return {
    state: { pid: process.pid, http, https, local, localModel },
    authority: readFileSync(ca, "utf8"),
    env,
  };
}

/** Ends it, when there is one. The next opening starts another. */
export async function closeOwnLabCloud(): Promise<void> {
  const ending = running;
  running = undefined;
  await (await ending)?.close();
}

async function start(): Promise<LabCloud> {
  try {
    // Loaded only now: a notebook that joins a running lab cloud never needs it.
    const { startLabCloud } = await import("../lab-cloud/index.ts");
    return await startLabCloud({ unref: true });
  } catch (error) {
    running = undefined;
    throw error;
  }
}
