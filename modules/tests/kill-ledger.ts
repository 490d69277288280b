import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../src/core/index.ts";
import { openLedger } from "../src/cost/index.ts";
import { charge, costNanosOf, ledgerEntry } from "./ledger-entry.ts";
import { emptyLoad, ledgerLoadFile, readLedgerFile, startLedgerLoad } from "./read-ledger-load.ts";

export interface KillReport {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged, and not in the file when the next process asked again or at the end. */
  readonly lost: number;
  /** Charged more than once, or with a wrong sum. */
  readonly double: number;
  /** Entries under way at a kill: in the file once or not at all, and once after they were asked again. */
  readonly unsure: number;
  readonly integrity: string;
}

/** Acknowledged requests that each new process asks again, as a client would whose answer was lost on the way. */
const ASKED_AGAIN = 50;

/** Kills processes that write to one ledger, each after a random while under load, and then looks at what is in it. */
export async function killLedger(options: {
  readonly file: string;
  readonly kills: number;
  readonly random: Random;
  readonly log?: (line: string) => void;
}): Promise<KillReport> {
  const { file, kills, random, log } = options;
  const load = emptyLoad();
  const unacknowledged = () => [...load.tried].filter((id) => !load.acknowledged.has(id));
  let unsure = 0;
  for (let kill = 1; kill <= kills; kill++) {
    const again = [...unacknowledged(), ...[...load.acknowledged].slice(-ASKED_AGAIN)];
    const command = [process.execPath, ledgerLoadFile, file, String(load.tried.size), JSON.stringify(again)];
    const { child, ready, ended } = startLedgerLoad(command, load);
    await ready;
    await wait(20 + random() * 300);
    child.kill("SIGKILL");
    await ended;
    unsure += unacknowledged().length;
    log?.(`Kill ${kill} of ${kills}: ${load.acknowledged.size} acknowledged so far.`);
  }
  const before = readLedgerFile(file);
  await askAgain(file, [...load.tried]);
  const after = readLedgerFile(file);
  const missing = (ids: Iterable<string>, present: ReadonlySet<string>) =>
    [...ids].filter((id) => !present.has(id)).length;
  return {
    kills,
    acknowledged: load.acknowledged.size,
    lost:
      load.forgotten.size + missing(load.acknowledged, before.requests) + missing(load.tried, after.requests),
    double: before.wrong.length + after.wrong.length,
    unsure,
    integrity: after.integrity,
  };
}

async function askAgain(file: string, ids: readonly string[]): Promise<void> {
  const ledger = await openLedger({ file });
  const entryOf = (id: string) => ledgerEntry(id, { charges: [charge({ costUsd: costNanosOf(id) / 1e9 })] });
  // A bounded number at a time, as the ledger keeps only so many waiting.
  for (let place = 0; place < ids.length; place += 5000)
    await Promise.all(ids.slice(place, place + 5000).map((id) => ledger.record(entryOf(id))));
  await ledger.close();
}
