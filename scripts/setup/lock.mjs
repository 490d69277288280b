// @ts-check
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { readText } from "./stamp.mjs";

const BEAT_MS = 2_000;
/** A holder that has not beaten for so long is gone, even when another program has its process id by now. */
const STALE_MS = 60_000;

/**
 * Lets one setup at a time work in this folder; the others wait and say for whom.
 * @param {string} root
 * @param {(line: string) => void} say
 * @returns {Promise<() => void>} gives the folder free
 */
export async function lockFolder(root, say) {
  const file = join(root, ".cache", "setup.lock");
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    const holder = Number(readText(file));
    if (isGone(file, holder)) {
      setAside(file, holder);
      continue;
    }
    if (!told) say(`Waiting for another setup in this folder (process ${holder}) ...`);
    told = true;
    await wait(200);
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (Number(readText(file)) === process.pid) rmSync(file, { force: true });
  };
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Somebody cleared .cache; there is nothing left to keep alive.
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * @param {string} file
 * @param {number} holder
 */
function isGone(file, holder) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  const age = Date.now() - stat.mtimeMs;
  // Between making the file and writing the number into it there is a moment.
  if (!holder) return age > BEAT_MS;
  return age > STALE_MS || !isAlive(holder);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Takes a dead holder's file away. Renaming lets only one of several waiters have it; should that one meanwhile have
 * been replaced by a living holder's, it goes back.
 * @param {string} file
 * @param {number} holder
 */
function setAside(file, holder) {
  const mine = `${file}.${process.pid}`;
  try {
    renameSync(file, mine);
    if (Number(readText(mine)) === holder) rmSync(mine, { force: true });
    else renameSync(mine, file);
  } catch {
    // Another waiter was first.
  }
}
