import { parentPort, workerData } from "node:worker_threads";
import { type LedgerSync, openLedgerDatabase } from "./ledger-database.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { ledgerProblem } from "./ledger-problem.ts";
import type { LedgerReply, LedgerTask } from "./ledger-task.ts";

/** What the ledger's thread is started with. */
export interface LedgerThreadData {
  readonly file: string;
  readonly sync: LedgerSync;
}

const { file, sync }: LedgerThreadData = workerData;

/** Opened again after a failure: what SQLite keeps in memory of a file it could not write is not to be trusted. */
let database: ReturnType<typeof openLedgerDatabase> | undefined;

const opened = () => {
  database ??= openLedgerDatabase(file, sync);
  return database;
};

function run(task: LedgerTask): LedgerReply {
  switch (task.type) {
    case "record":
      return { type: "recorded", repeated: record(JSON.parse(task.entries)) };
    case "summary":
      return { type: "summary", summary: opened().summary(task.filter) };
    case "entries":
      return { type: "entries", entries: opened().entries(task.filter, task.limit) };
    case "close":
      database?.close();
      database = undefined;
      return { type: "closed" };
  }
}

function record(entries: readonly LedgerEntry[]): number[] {
  const results = opened().recordAll(entries);
  return results.flatMap((result, place) => (result === "repeated" ? [place] : []));
}

function answer(work: () => LedgerReply): void {
  try {
    parentPort?.postMessage(work());
  } catch (error) {
    dropDatabase();
    parentPort?.postMessage({ type: "problem", ...ledgerProblem(file, error) } satisfies LedgerReply);
  }
}

function dropDatabase(): void {
  try {
    database?.close();
  } catch {
    // It is given up either way; the next task opens the file anew.
  }
  database = undefined;
}

answer(() => {
  opened();
  return { type: "open" };
});
parentPort?.on("message", (task: LedgerTask) => {
  answer(() => run(task));
  if (task.type === "close") parentPort?.close();
});
