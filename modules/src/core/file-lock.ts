import { DatabaseSync } from "node:sqlite";
import type { Clock } from "./clock.ts";
import { explainError, LabError } from "./errors.ts";

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
 * @throws LabError when the file cannot be opened or is something else; otherwise what `work` throws.
 */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  options: FileLockOptions,
): Promise<T> {
  const database = open(file);
  try {
    await acquire(database, file, options);
    return await work();
  } finally {
    database.close();
  }
}

function open(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw unusable(file, error);
  }
}

async function acquire(
  database: DatabaseSync,
  file: string,
  { clock, signal, onWait }: FileLockOptions,
): Promise<void> {
  for (let first = true; !tryLock(database, file); first = false) {
    if (first) onWait?.();
    await clock.sleep(RETRY_MS, signal);
  }
}

function tryLock(database: DatabaseSync, file: string): boolean {
  try {
    // Nothing is written, so no journal file shall lie about.
    database.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return false;
    throw unusable(file, error);
  }
}

const unusable = (file: string, cause: unknown) =>
  new LabError(`The lock file ${file} cannot be used (${explainError(cause)}).`, {
    code: "LOCK_UNUSABLE",
    hint: "Delete it and make its folder writable.",
    cause,
  });
