import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/index.ts";
import { LabError } from "../../modules/src/core/index.ts";
import type { LabCloud } from "../../modules/src/lab-cloud/index.ts";
import { readyEvent } from "../../modules/src/lab-cloud/ready-event.ts";
import { findWorkshopAt, type RunningWorkshop } from "./running-workshop.ts";

const FILE = join(paths.cache, "lab-cloud.json");

/**
 * Refuses to go on while another workshop of this folder runs: notebooks join one lab cloud, the one in the file.
 * @throws LabError with the running workshop's process and address, and what to do
 */
export async function refuseSecondWorkshop(): Promise<void> {
  const running = await findOwnWorkshop();
  if (!running || running.pid === process.pid) return;
  throw new LabError(`A workshop of this folder already runs (process ${running.pid}): ${running.url}`, {
    code: "WORKSHOP_RUNS",
    hint: "Open it, or stop it with Ctrl-C in its terminal.",
  });
}

/** The workshop of this folder, when it runs. */
export async function findOwnWorkshop(): Promise<RunningWorkshop | undefined> {
  const record = readRecord();
  const running = record && (await findWorkshopAt(record.port));
  // Another workshop may have taken the port of one that crashed.
  return running?.pid === record?.pid ? running : undefined;
}

/**
 * Tells notebooks where the running lab cloud is; takes over what a crashed workshop left behind.
 * @throws LabError when another workshop of this folder came first
 */
export async function writeLabCloudFile(cloud: LabCloud): Promise<void> {
  const ready = { ...readyEvent(cloud), pid: process.pid, startedAt: new Date().toISOString() };
  mkdirSync(paths.cache, { recursive: true });
  // Whole under another name first: notebooks read it at any time.
  const unfinished = `${FILE}.${process.pid}`;
  // The variables hold the lab cloud's own keys.
  writeFileSync(unfinished, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
  try {
    await claim(unfinished);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Takes the file away when it is this process's own. */
export function removeLabCloudFile(): void {
  if (readRecord()?.pid === process.pid) rmSync(FILE, { force: true });
}

/** Puts `file` in place. A link is refused where a file is, so of two workshops started at once one comes first. */
async function claim(file: string): Promise<void> {
  while (!linked(file)) {
    await refuseSecondWorkshop();
    rmSync(FILE, { force: true });
  }
}

function linked(file: string): boolean {
  try {
    linkSync(file, FILE);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    // A file system without links: the last one wins there.
    renameSync(file, FILE);
    return true;
  }
}

function readRecord(): { pid: number; port: number } | undefined {
  try {
    const { pid, http } = JSON.parse(readFileSync(FILE, "utf8"));
    return typeof pid === "number" ? { pid, port: Number(new URL(http).port) } : undefined;
  } catch {
    return undefined;
  }
}
