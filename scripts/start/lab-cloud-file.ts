import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../modules/src/config/index.ts";
import { type LabCloud, readyEvent } from "../../modules/src/lab-cloud/index.ts";

const FILE = join(paths.cache, "lab-cloud.json");

/** Tells notebooks where the running lab cloud is. Written whole under another name first: they read it at any time. */
export function writeLabCloudFile(cloud: LabCloud): void {
  const ready = { ...readyEvent(cloud), pid: process.pid, startedAt: new Date().toISOString() };
  mkdirSync(paths.cache, { recursive: true });
  const unfinished = `${FILE}.${process.pid}`;
  // The variables hold the lab cloud's own keys.
  writeFileSync(unfinished, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, FILE);
}

/** Takes the file away, unless a workshop started later in this folder has written its own. */
export function removeLabCloudFile(): void {
  if (pidInFile() === process.pid) rmSync(FILE, { force: true });
}

function pidInFile(): unknown {
  try {
    return JSON.parse(readFileSync(FILE, "utf8")).pid;
  } catch {
    return undefined;
  }
}
