import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import type { LoadOrder, LoadResult } from "./served/load-order.ts";
import { PROMPTS } from "./served/prompts.ts";
import { medianOf } from "./served/quantile.ts";
import { type MeasuredProcess, startProcess } from "./served/start-process.ts";
import type { MeasuredServer, SentSpans, TelemetryServers, TelemetryVariant } from "./telemetry-server.ts";

export interface TelemetrySizes {
  /** Of each exporter, one after the other. */
  readonly processes: number;
  /** Requests to each server before the first that counts. */
  readonly warmUp: number;
  /** Of each process. */
  readonly rounds: number;
  /** Of each round and server. */
  readonly requests: number;
}

const SIZES: TelemetrySizes = { processes: 4, warmUp: 24_576, rounds: 6, requests: 2048 };
const CONNECTIONS = 16;
const VARIANTS: readonly TelemetryVariant[] = ["memory", "sqlite", "otlp"];

export const telemetryBenchmark: Benchmark = {
  name: "telemetry",
  about: "CPU time of a served request with traces, by exporter, over the same without",
  run: (log) => runTelemetryBenchmark(log, SIZES),
};

const methodOf = ({ processes, warmUp, rounds, requests }: TelemetrySizes) => [
  "A request: POST /v1/chat/completions to the service with everything on (keys, rule routing, breakers, two limits of money, a ledger), for a whole answer of a model in another process that answers at once. With telemetry: its trace of 4 spans, redacted, queued and taken by the exporter; all metrics are sent and all spans flushed at the end of each round. Without: as npm run orchestrator runs without --telemetry; it counts its metrics too, for Prometheus, and sends nothing.",
  "OTLP: to a server in another process that answers 200. SQLite: a file in the folder for temporary files.",
  `For each exporter ${processes} processes, each with two servers, one with telemetry and one without, as two processes of the same program differ by more than telemetry costs.`,
  `${CONNECTIONS} connections; ${warmUp} requests to each server to warm up, then ${rounds} rounds of ${requests} to each, by turns, the one that goes first by turns too. CPU time of the process with all its threads, user and system, for each request; the share is the median over the rounds of all its processes of what the server with telemetry used more than the other in the same round.`,
];

/** The benchmark in any size; small ones prove that it works and measure nothing. */
export async function runTelemetryBenchmark(
  log: BenchmarkLog,
  sizes: TelemetrySizes,
): Promise<BenchmarkReport> {
  const running: MeasuredProcess[] = [];
  const start = async (file: string, args: readonly string[] = []) => {
    const process = await startProcess(new URL(file, import.meta.url), args);
    running.push(process);
    return process;
  };
  try {
    const upstream = await start("./served/instant-upstream.ts");
    const collector = await start("./served/instant-upstream.ts");
    const client = await start("./served/load-process.ts");
    const figures: Figure[] = [];
    for (const variant of VARIANTS) {
      const measured: Measured[] = [];
      for (let turn = 0; turn < sizes.processes; turn++) {
        const server = await start("./telemetry-server.ts", [variant, upstream.url, collector.url]);
        measured.push(await measure({ server, client, sizes }));
        await server.stop();
        log(`${variant}: ${share(measured.slice(-1)).toFixed(1)} % added`);
      }
      figures.push(...figuresOf(variant, measured, sizes));
    }
    return { method: methodOf(sizes), figures };
  } finally {
    for (const process of running.reverse()) await process.kill();
  }
}

/** What one process told. */
interface Measured extends Rounds, SentSpans {}

interface Measuring {
  readonly server: MeasuredProcess;
  readonly client: MeasuredProcess;
  readonly sizes: TelemetrySizes;
}

async function measure(measuring: Measuring): Promise<Measured> {
  const rounds = await cpuByTurns(measuring);
  return { ...rounds, ...(await measuring.server.ask<SentSpans>("flush")) };
}

/** Percent that the server with telemetry used more, the median of all rounds. */
const share = (measured: readonly Rounds[]) =>
  medianOf(
    measured.flatMap(({ onUs, offUs }) =>
      onUs.map((us, round) => (us / (offUs[round] ?? Number.NaN) - 1) * 100),
    ),
  );

function figuresOf(
  variant: TelemetryVariant,
  measured: readonly Measured[],
  { warmUp, rounds, requests }: TelemetrySizes,
): readonly Figure[] {
  const sum = (of: (one: Measured) => number) => measured.reduce((all, one) => all + of(one), 0);
  const asked = measured.length * (warmUp + rounds * requests);
  const shares = measured.map((one) => share([one]));
  return [
    { name: `${variant}: added`, value: share(measured), unit: "%", bar: { atMost: 15 } },
    { name: `${variant}: added, least of a process`, value: Math.min(...shares), unit: "%" },
    { name: `${variant}: added, most of a process`, value: Math.max(...shares), unit: "%" },
    { name: `${variant}: request`, value: medianOf(measured.flatMap(({ onUs }) => onUs)), unit: "µs" },
    {
      name: `${variant}: request without`,
      value: medianOf(measured.flatMap(({ offUs }) => offUs)),
      unit: "µs",
    },
    {
      name: `${variant}: spans of a request`,
      value: sum(({ exported }) => exported) / asked,
      unit: "",
      bar: { atMost: 7 },
    },
    { name: `${variant}: spans dropped`, value: sum(({ dropped }) => dropped), unit: "", bar: { atMost: 0 } },
  ];
}

/** CPU time of a request in each round. */
interface Rounds {
  readonly offUs: number[];
  readonly onUs: number[];
}

async function cpuByTurns({ server, client, sizes }: Measuring): Promise<Rounds> {
  const servers = await server.ask<TelemetryServers>("servers");
  const rounds: Rounds = { offUs: [], onUs: [] };
  const cpuOfRound = async (one: MeasuredServer, end?: () => Promise<unknown>) => {
    const before = await server.figures();
    await load(client, one, sizes.requests);
    await end?.();
    return ((await server.figures()).cpuUs - before.cpuUs) / sizes.requests;
  };
  const flush = () => server.ask<SentSpans>("flush");
  const off = async () => rounds.offUs.push(await cpuOfRound(servers.off));
  const on = async () => rounds.onUs.push(await cpuOfRound(servers.on, flush));
  await load(client, servers.off, sizes.warmUp);
  await load(client, servers.on, sizes.warmUp);
  await flush();
  for (let round = 0; round < sizes.rounds; round++)
    for (const turn of round % 2 === 0 ? [off, on] : [on, off]) await turn();
  return rounds;
}

const BODIES = PROMPTS.map((content) =>
  JSON.stringify({ model: "auto", messages: [{ role: "user", content }] }),
);

async function load(client: MeasuredProcess, server: MeasuredServer, requests: number): Promise<void> {
  const order: LoadOrder = { ...server, bodies: BODIES, connections: CONNECTIONS, requests };
  const { errors, firstError } = await client.ask<LoadResult>(order);
  if (errors > 0) throw new Error(`${errors} requests failed, the first with: ${firstError}.`);
}
