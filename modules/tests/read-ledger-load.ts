import { type ChildProcess, spawn } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { costNanosOf } from "./ledger-entry.ts";

/** What processes under load said they did. */
export interface LedgerLoad {
  readonly tried: Set<string>;
  /** Told to be recorded, now or before. */
  readonly acknowledged: Set<string>;
  /** Acknowledged, and new to the ledger when they were asked again: it had lost them. */
  readonly forgotten: Set<string>;
  /** Codes of refusals, by request. */
  readonly refused: Map<string, string>;
  readonly otherLines: string[];
}

export const emptyLoad = (): LedgerLoad => ({
  tried: new Set(),
  acknowledged: new Set(),
  forgotten: new Set(),
  refused: new Map(),
  otherLines: [],
});

export const ledgerLoadFile = fileURLToPath(new URL("./ledger-load.ts", import.meta.url));

export interface RunningLoad {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  /** Resolves when it has ended and all its lines are read. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  stderr(): string;
}

/** Starts a process under load and writes into `load` what it tells. */
export function startLedgerLoad(command: readonly string[], load: LedgerLoad): RunningLoad {
  const [program = process.execPath, ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  let rest = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "ready") ready.resolve();
      else readLine(line, load);
    }
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("close", (code, signal) => {
      ready.reject(new Error(`ended before it was ready: ${stderr}`));
      resolve(code ?? signal);
    }),
  );
  return { child, ready: ready.promise, ended, stderr: () => stderr };
}

function readLine(line: string, load: LedgerLoad): void {
  const [mark, id = "", code = ""] = line.split(" ");
  if (mark === "+" && load.acknowledged.has(id)) load.forgotten.add(id);
  if (mark === "?") load.tried.add(id);
  else if (mark === "+" || mark === "=") load.acknowledged.add(id);
  else if (mark === "!") load.refused.set(id, code);
  else load.otherLines.push(line);
}

/** What a ledger's file holds, read without the ledger's own code. */
export interface LedgerFile {
  readonly requests: ReadonlySet<string>;
  /** Requests with more than one entry or charge, or with a cost other than their own. */
  readonly wrong: readonly string[];
  /** `ok` where SQLite finds nothing amiss. */
  readonly integrity: string;
}

export function readLedgerFile(file: string): LedgerFile {
  const database = new DatabaseSync(file);
  try {
    const rows = database
      .prepare(
        `SELECT request_id AS id, COUNT(*) AS rows, COUNT(DISTINCT entry.id) AS entries, SUM(cost_nanos) AS nanos
         FROM entry LEFT JOIN charge ON charge.entry = entry.id GROUP BY request_id`,
      )
      .all();
    const wrong = rows.filter(
      ({ id, rows: count, entries, nanos }) =>
        count !== 1 || entries !== 1 || nanos !== costNanosOf(String(id)),
    );
    return {
      requests: new Set(rows.map(({ id }) => String(id))),
      wrong: wrong.map(({ id }) => String(id)),
      integrity: String(Object.values(database.prepare("PRAGMA integrity_check").get() ?? {})[0]),
    };
  } finally {
    database.close();
  }
}
