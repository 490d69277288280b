import { type Clock, systemClock } from "../core/clock.ts";
import { explainError } from "../core/errors.ts";
import { checkEntry } from "./check-entry.ts";
import type { Ledger, LedgerHealth, RecordResult } from "./ledger.ts";
import type { LedgerSync } from "./ledger-database.ts";
import type { LedgerEntry } from "./ledger-entry.ts";
import { LedgerError } from "./ledger-error.ts";
import { DEFAULT_LIMIT, ledgerClosed } from "./memory-ledger.ts";
import { roundEntry } from "./round-entry.ts";
import { type LedgerThread, startLedgerThread } from "./start-ledger-thread.ts";

export interface OpenLedgerOptions {
  /** A SQLite file; it and its folder are made when they are not there. Beside it lie `-wal` and `-shm` while it is open. */
  readonly file: string;
  /** Default `full`: what is recorded outlives a power cut. `normal` outlives the process only, and is many times as fast. */
  readonly sync?: LedgerSync;
  /** Entries that may wait for the disk; more are refused. Default 10 000. */
  readonly maxWaiting?: number;
  readonly clock?: Pick<Clock, "now">;
  /** Told when entries cannot be kept, and when they can again. */
  readonly onEvent?: (event: LedgerEvent) => void;
}

/** `at` in milliseconds since 1970-01-01 UTC. */
export type LedgerEvent =
  | { readonly type: "failing"; readonly at: number; readonly problem: string }
  | { readonly type: "ready"; readonly at: number };

/** Entries of one transaction: enough to share a flush of the disk, few enough that nobody waits long. */
const BATCH = 500;

/**
 * Opens a ledger in a SQLite file (write-ahead log), written by a thread of its own. While one batch is on its way to the disk,
 * the next gathers: one flush serves all who wait.
 * @throws LedgerError when the file cannot be opened, is something else, or is damaged.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const ledger = new FileLedger(options);
  await ledger.open();
  return ledger;
}

interface Waiting extends PromiseWithResolvers<RecordResult> {
  readonly entry: LedgerEntry;
}

class FileLedger implements Ledger {
  readonly #options: OpenLedgerOptions;
  readonly #clock: Pick<Clock, "now">;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #writer: LedgerThread | undefined;
  #reader: LedgerThread | undefined;
  #health: LedgerHealth = { state: "ready" };
  #closing: Promise<void> | undefined;

  constructor(options: OpenLedgerOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async open(): Promise<void> {
    const writer = this.#theWriter();
    try {
      await writer.open;
    } catch (error) {
      await writer.end();
      throw error;
    }
  }

  async record(entry: LedgerEntry): Promise<RecordResult> {
    if (this.#closing) throw ledgerClosed();
    checkEntry(entry);
    if (this.#waiting.length >= (this.#options.maxWaiting ?? 10_000)) throw tooMany(this.#options.file);
    const waiting = { entry: roundEntry(entry), ...Promise.withResolvers<RecordResult>() };
    this.#waiting.push(waiting);
    this.#writing ??= this.#writeAll();
    return waiting.promise;
  }

  async summary(filter = {}) {
    const { summary } = await this.#theReader().ask({ type: "summary", filter }, "summary");
    return summary;
  }

  async entries({ limit = DEFAULT_LIMIT, ...filter } = {}) {
    const { entries } = await this.#theReader().ask({ type: "entries", filter, limit }, "entries");
    return entries;
  }

  health(): LedgerHealth {
    return this.#health;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#writing;
    for (const thread of [this.#reader, this.#writer]) {
      // A thread that is no more has let go of the file already.
      if (thread?.alive()) await thread.ask({ type: "close" }, "closed");
      await thread?.end();
    }
  }

  async #writeAll(): Promise<void> {
    // Whoever comes in the same turn goes along.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0, BATCH));
    this.#writing = undefined;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    try {
      const entries = JSON.stringify(batch.map(({ entry }) => entry));
      const { repeated } = await this.#theWriter().ask({ type: "record", entries }, "recorded");
      this.#is({ state: "ready" });
      for (const [place, { resolve }] of batch.entries())
        resolve(repeated.includes(place) ? "repeated" : "recorded");
    } catch (error) {
      this.#is({ state: "failing", since: this.#clock.now(), problem: explainError(error) });
      for (const { reject } of batch) reject(error);
    }
  }

  #is(health: LedgerHealth): void {
    if (health.state === this.#health.state) return;
    this.#health = health;
    const at = this.#clock.now();
    this.#options.onEvent?.(
      health.state === "ready" ? { type: "ready", at } : { type: "failing", at, problem: health.problem },
    );
  }

  #theWriter(): LedgerThread {
    if (!this.#writer?.alive()) this.#writer = this.#start();
    return this.#writer;
  }

  /** A long sum must not hold up those who wait for the disk. */
  #theReader(): LedgerThread {
    if (this.#closing) throw ledgerClosed();
    if (!this.#reader?.alive()) this.#reader = this.#start();
    return this.#reader;
  }

  #start(): LedgerThread {
    const { file, sync = "full" } = this.#options;
    return startLedgerThread({ file, sync });
  }
}

const tooMany = (file: string) =>
  new LedgerError(`Too many entries wait to be written to the ledger ${file}.`, {
    code: "LEDGER_BUSY",
    hint: "Admit fewer requests at a time, or put the ledger on a faster disk.",
  });
