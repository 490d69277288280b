import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
    for (const sync of ["full", "normal"] as const) {
      log(`Measuring ${ENTRIES} entries, ${sync}.`);
      figures.push(...(await measureWriting(join(folder, `${sync}.sqlite`), sync)));
    }
    return { method: METHOD, figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureWriting(file: string, sync: LedgerSync): Promise<Figure[]> {
  const ledger = await openLedger({ file, sync });
  let next = 0;
  const record = () => ledger.record(ledgerEntry(`r${next++}`, { at: Date.now(), charges: [charge()] }));
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
    { name: `${sync}: one after the other`, value: aloneMs, unit: "ms" },
    { name: `${sync}: ${AT_ONCE} at once`, value: ENTRIES / seconds, unit: "entries/s" },
    { name: `${sync}: processor time of an entry`, value: (user + system) / ENTRIES, unit: "µs" },
  ];
}

const METHOD = [
  `${KILLS} processes, one after the other on one file, each with 32 entries under way, each ended by SIGKILL after 20 to 320 ms of load.`,
  "Each new process asks again what was cut off and 50 of those acknowledged; in the end all are asked again. The file is read by SQL, not by the ledger.",
  "A kill shows that entries outlive the process; that they outlive a power cut rests on SQLite's synchronous=FULL and on a disk that does what it says.",
  `full: synchronous=FULL, one flush of the disk for each batch. normal: without the flush. ${ENTRIES} entries of one charge; processor time of both threads.`,
];
