import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
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

const fileShape = z.object({ version: z.literal(1), exercises: z.record(z.string(), entryShape) });

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

/** Keeps progress in a JSON file that is replaced in one move, so that a crash leaves the old or the new one. */
export function createProgressFile(path: string, clock: Clock = systemClock): ProgressStore {
  return {
    read: () => {
      try {
        return readRecords(path) ?? {};
      } catch {
        return {};
      }
    },
    update: (id, change) => {
      try {
        const { records, notice } = openRecords(path);
        const before = records[id] ?? NEW;
        const updatedAt = new Date(clock.now()).toISOString();
        replaceFile(path, { ...records, [id]: { ...before, ...change(before), updatedAt } });
        return notice;
      } catch (error) {
        return `Progress could not be saved (${reasonOf(error)}).`;
      }
    },
  };
}

/** Keeps nothing. */
export const noProgress: ProgressStore = { read: () => ({}), update: () => undefined };

interface Opened {
  readonly records: Readonly<Record<string, ExerciseRecord>>;
  readonly notice: string | undefined;
}

function openRecords(path: string): Opened {
  const records = readRecords(path);
  if (records) return { records, notice: undefined };
  const aside = path.replace(/(\.json)?$/, ".damaged.json");
  renameSync(path, aside);
  return {
    records: {},
    notice: `The progress file was damaged: it is now ${basename(aside)}, and a new one was begun.`,
  };
}

/** The records; none when there is no file; `undefined` when it is damaged. */
function readRecords(path: string): Readonly<Record<string, ExerciseRecord>> | undefined {
  const text = readIfThere(path);
  if (text === undefined) return {};
  try {
    return fileShape.parse(JSON.parse(text)).exercises;
  } catch {
    return undefined;
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
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${newId("")}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ version: 1, exercises }, null, 2)}\n`);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
