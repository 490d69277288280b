import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newRequestId } from "../../modules/src/core/ids.ts";
import { createRandom } from "../../modules/src/core/random.ts";
import { type LedgerSync, openLedger } from "../../modules/src/cost/index.ts";
import { killLedger } from "../../modules/tests/kill-ledger.ts";
import { charge, ledgerEntry } from "../../modules/tests/ledger-entry.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";

const KILLS = 20;
const AT_ONCE = 64;
const ENTRIES = 20_000;
const ALONE = 200;

export const ledgerBenchmark: Benchmark = {
  name: "ledger",
  about: "Entries of the ledger a second, and what is left of them after 20 kills (SIGKILL) under load",
  run: runLedgerBenchmark,
};

async function runLedgerBenchmark(log: BenchmarkLog): Promise<BenchmarkReport> {
  const folder = await mkdtemp(join(tmpdir(), "ledger-bench-"));
  try {
    const kills = await killLedger({
      file: join(folder, "killed.sqlite"),
      kills: KILLS,
      random: createRandom(20),
      log,
    });
    const figures: Figure[] = [
      { name: "acknowledged", value: kills.acknowledged, unit: "", bar: { atLeast: 1 } },
      { name: "lost", value: kills.lost, unit: "", bar: { atMost: 0 } },
      { name: "charged twice or wrongly", value: kills.double, unit: "", bar: { atMost: 0 } },
      { name: "under way when their process was killed", value: kills.unsure, unit: "" },
    ];
    for (const way of WAYS) {
      log(`Measuring ${ENTRIES} entries, ${way.name}.`);
      figures.push(...(await measureWriting(join(folder, `${way.name}.sqlite`), way)));
    }
    return { method: METHOD, figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Way {
  readonly name: string;
  readonly sync: LedgerSync;
  readonly newId: () => string;
}

const WAYS: readonly Way[] = [
  { name: "full", sync: "full", newId: newRequestId },
  { name: "normal", sync: "normal", newId: newRequestId },
  { name: "normal, random ids", sync: "normal", newId: randomUUID },
];

async function measureWriting(file: string, { name, sync, newId }: Way): Promise<Figure[]> {
  const ledger = await openLedger({ file, sync });
  let next = 0;
  const record = () => {
    next++;
    return ledger.record(ledgerEntry(newId(), { at: Date.now(), charges: [charge()] }));
  };
  for (let warm = 0; warm < ALONE; warm++) await record();
  const alone = performance.now();
  for (let one = 0; one < ALONE; one++) await record();
  const aloneMs = (performance.now() - alone) / ALONE;

  const last = next + ENTRIES;
  const [started, used] = [performance.now(), process.cpuUsage()];
  const work = async () => {
    while (next < last) await record();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(used);
  await ledger.close();
  return [
    { name: `${name}: one after the other`, value: aloneMs, unit: "ms" },
    { name: `${name}: ${AT_ONCE} at once`, value: ENTRIES / seconds, unit: "entries/s" },
    { name: `${name}: processor time of an entry`, value: (user + system) / ENTRIES, unit: "µs" },
  ];
}

const METHOD = [
  `${KILLS} processes, one after the other on one file, each with 32 entries under way, each ended by SIGKILL after 20 to 320 ms of load.`,
  "Each new process asks again what was cut off and 50 of those acknowledged; in the end all are asked again. The file is read by SQL, not by the ledger.",
  "A kill shows that entries outlive the process; that they outlive a power cut rests on SQLite's synchronous=FULL and on a disk that does what it says.",
  `full: synchronous=FULL, one flush of the disk for each batch. normal: without the flush. Ids are those of the server, which begin with the time, or wholly random ones. ${ENTRIES} entries of one charge; processor time of both threads.`,
];
