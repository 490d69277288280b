import { DatabaseSync } from "node:sqlite";
import type { Clock } from "./clock.ts";

export interface FileLockOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
}

const SQLITE_BUSY = 5;
const RETRY_MS = 200;

/**
 * Runs `work` while no other process and no other caller here holds `file`. The lock is SQLite's own file lock: the
 * system frees it when its holder dies, so a crash leaves nothing behind but an empty file.
 */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  options: FileLockOptions,
): Promise<T> {
  const database = new DatabaseSync(file);
  try {
    await acquire(database, options);
    return await work();
  } finally {
    database.close();
  }
}

async function acquire(database: DatabaseSync, { clock, signal, onWait }: FileLockOptions): Promise<void> {
  for (let first = true; !tryLock(database); first = false) {
    if (first) onWait?.();
    await clock.sleep(RETRY_MS, signal);
  }
}

function tryLock(database: DatabaseSync): boolean {
  try {
    // Nothing is written, so no journal file shall lie about.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
