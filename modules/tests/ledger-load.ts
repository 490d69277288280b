import { rmSync, writeSync } from "node:fs";
import { isLabError } from "../src/core/index.ts";
import { openLedger } from "../src/cost/index.ts";
import { charge, costNanosOf, ledgerEntry } from "./ledger-entry.ts";

/**
 * A process that records without pause, for tests that kill it or fill its disk: `FILE FIRST AGAIN [BALLAST]`. Tells each step in
 * a line: `? ID` tried, `+ ID` recorded, `= ID` was there before, `! ID CODE` refused. Ends by itself only when a disk is full:
 * without ballast at once; else it deletes that file to make room, goes on, and ends after as many entries again.
 */
const [file = "", first = "0", again = "[]", ballast] = process.argv.slice(2);
const AT_ONCE = 32;
const AFTER_ROOM = 200;

const repeats: string[] = JSON.parse(again);
let next = Number(first);
let left = Number.POSITIVE_INFINITY;
const tell = (line: string) => writeSync(1, `${line}\n`);

// Without a listener, Linux ends a process that writes past its limit of file size.
if (process.platform !== "win32") process.on("SIGXFSZ", () => {});

const ledger = await openLedger({ file });
tell("ready");
await Promise.all(Array.from({ length: AT_ONCE }, work));
tell(`health ${ledger.health().state}`);
await ledger.close();

async function work(): Promise<void> {
  while (left-- > 0) {
    const id = repeats.shift() ?? `r${next++}`;
    tell(`? ${id}`);
    try {
      const entry = ledgerEntry(id, { charges: [charge({ costUsd: costNanosOf(id) / 1e9 })] });
      tell(`${(await ledger.record(entry)) === "recorded" ? "+" : "="} ${id}`);
    } catch (error) {
      tell(`! ${id} ${isLabError(error) ? error.code : String(error)}`);
      if (left !== Number.POSITIVE_INFINITY) continue;
      left = ballast === undefined ? 0 : AFTER_ROOM;
      if (ballast !== undefined) rmSync(ballast);
    }
  }
}
