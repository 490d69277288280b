import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Clock, systemClock } from "../core/clock.ts";
import { newId } from "../core/ids.ts";

const entryShape = z.object({
  /** Whether it was ever right. */
  passed: z.boolean(),
  /** How the last check went. */
  outcome: z.enum(["unattempted", "pass", "fail", "error"]),
  /** How often it was checked. */
  checks: z.int().min(0),
  /** Hints taken, at most 3. */
  hints: z.int().min(0),
  /** Whether the solution was shown. */
  revealed: z.boolean(),
  /** ISO time of the last change. */
  updatedAt: z.string(),
});

const VERSION = 1;
const fileShape = z.object({ version: z.literal(VERSION), exercises: z.record(z.string(), entryShape) });
const newerShape = z.object({ version: z.int().gt(VERSION) });

/** What is kept of one exercise. */
export interface ExerciseRecord {
  readonly passed: boolean;
  readonly outcome: "unattempted" | "pass" | "fail" | "error";
  readonly checks: number;
  readonly hints: number;
  readonly revealed: boolean;
  readonly updatedAt: string;
}

/** Progress by exercise id. Nothing here ever throws: a lab must not stop for its bookkeeping. */
export interface ProgressStore {
  /** Changes one record. Returns a one-line notice when something is wrong with the file. */
  update(id: string, change: (before: ExerciseRecord) => Partial<ExerciseRecord>): string | undefined;
  /** All records; empty when there is no file or it cannot be read. */
  read(): Readonly<Record<string, ExerciseRecord>>;
}

const NEW: ExerciseRecord = {
  passed: false,
  outcome: "unattempted",
  checks: 0,
  hints: 0,
  revealed: false,
  updatedAt: "",
};

/**
 * Keeps progress in a JSON file that is replaced in one move, so that a crash leaves the old or the new one. Kernels
 * that share the file take turns.
 */
export function createProgressFile(path: string, clock: Clock = systemClock): ProgressStore {
  return {
    read: () => {
      try {
        const found = readRecords(path);
        return typeof found === "string" ? {} : found;
      } catch {
        return {};
      }
    },
    update: (id, change) => {
      try {
        return inTurn(path, () => {
          const found = readRecords(path);
          if (found === "newer") return NEWER;
          const records = found === "damaged" ? {} : found;
          const notice = found === "damaged" ? putAside(path) : undefined;
          const before = records[id] ?? NEW;
          const updatedAt = new Date(clock.now()).toISOString();
          replaceFile(path, { ...records, [id]: { ...before, ...change(before), updatedAt } });
          return notice;
        });
      } catch (error) {
        return `Progress could not be saved (${reasonOf(error)}).`;
      }
    },
  };
}

const NEWER = "Progress is not kept: its file was written by a newer version of this workshop.";

/** Keeps nothing. */
export const noProgress: ProgressStore = { read: () => ({}), update: () => undefined };

const TURN_LIMIT_MS = 2_000;

/** Runs `work` while no other kernel is in its turn. The system frees SQLite's file lock when its holder dies. */
function inTurn<T>(path: string, work: () => T): T {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new DatabaseSync(`${path}.lock`, { timeout: TURN_LIMIT_MS });
  try {
    // Nothing is written, so no journal file shall lie about.
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    return work();
  } finally {
    lock.close();
  }
}

/** Moves a damaged file to a name that no earlier one has. */
function putAside(path: string): string {
  const nameOf = (count: number) =>
    path.replace(/(\.json)?$/, `.damaged${count === 1 ? "" : `-${count}`}.json`);
  let count = 1;
  while (existsSync(nameOf(count))) count++;
  renameSync(path, nameOf(count));
  return `The progress file was damaged: it is now ${basename(nameOf(count))}, and a new one was begun.`;
}

/** The records; none when there is no file. */
function readRecords(path: string): Readonly<Record<string, ExerciseRecord>> | "damaged" | "newer" {
  const text = readIfThere(path);
  if (text === undefined) return {};
  try {
    const content: unknown = JSON.parse(text);
    return newerShape.safeParse(content).success ? "newer" : fileShape.parse(content).exercises;
  } catch {
    return "damaged";
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (reasonOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function replaceFile(path: string, exercises: Readonly<Record<string, ExerciseRecord>>): void {
  const draft = `${path}.${newId("")}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ version: VERSION, exercises }, null, 2)}\n`);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error && "code" in error)) return String(error);
  if ("errcode" in error && error.errcode === SQLITE_BUSY) return "another notebook is saving";
  return String(error.code);
}

const SQLITE_BUSY = 5;
