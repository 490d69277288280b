import { Worker } from "node:worker_threads";
import { ledgerProblem, toLedgerError } from "./ledger-problem.ts";
import type { LedgerReply, LedgerTask } from "./ledger-task.ts";
import type { LedgerThreadData } from "./ledger-thread.ts";

/** A thread that owns a connection to the ledger's file. */
export interface LedgerThread {
  /** Resolves once the file is open. @throws LedgerError when it cannot be. */
  readonly open: Promise<void>;
  /**
   * Answers come in the order of asking.
   * @throws LedgerError of the task, or of the thread when it is no more.
   */
  ask<Type extends LedgerReply["type"]>(
    task: LedgerTask,
    expected: Type,
  ): Promise<Extract<LedgerReply, { type: Type }>>;
  /** Whether tasks still reach it. */
  alive(): boolean;
  end(): Promise<void>;
}

/** Built code lies beside built code: `.js` next to `.js`. */
const threadFile = new URL(
  import.meta.url.endsWith(".ts") ? "./ledger-thread.ts" : "./ledger-thread.js",
  import.meta.url,
);

/** The thread keeps the process from ending only while it has something to do. */
export function startLedgerThread(data: LedgerThreadData): LedgerThread {
  const worker = new Worker(threadFile, { workerData: data, execArgv: [] });
  const waiting: PromiseWithResolvers<LedgerReply>[] = [];
  let alive = true;

  const next = () => {
    const reply = Promise.withResolvers<LedgerReply>();
    waiting.push(reply);
    worker.ref();
    return reply.promise;
  };
  const fail = (error: unknown) => {
    alive = false;
    const problem = toLedgerError(ledgerProblem(data.file, error));
    for (const reply of waiting.splice(0)) reply.reject(problem);
  };
  worker.on("message", (reply: LedgerReply) => {
    const asked = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if (reply.type === "problem") asked?.reject(toLedgerError(reply));
    else asked?.resolve(reply);
  });
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("its thread has ended")));
  const open = next().then(() => {});
  open.catch(() => {});

  return {
    open,
    alive: () => alive,
    async ask(task, expected) {
      if (!alive) throw toLedgerError(ledgerProblem(data.file, new Error("its thread has ended")));
      const answer = next();
      worker.postMessage(task);
      return checked(await answer, expected);
    },
    async end() {
      await worker.terminate();
    },
  };
}

function checked<Type extends LedgerReply["type"]>(
  reply: LedgerReply,
  expected: Type,
): Extract<LedgerReply, { type: Type }> {
  if (isReply(reply, expected)) return reply;
  throw new TypeError(`The ledger's thread answered ${reply.type} instead of ${expected}.`);
}

const isReply = <Type extends LedgerReply["type"]>(
  reply: LedgerReply,
  type: Type,
): reply is Extract<LedgerReply, { type: Type }> => reply.type === type;
