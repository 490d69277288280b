import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import type { TelemetryServerReady, TelemetryServerUse, TelemetryVariant } from "./telemetry-server.ts";

const WARM_UP_REQUESTS = 15_000;
const ROUNDS = 40;
const REQUESTS_IN_ROUND = 256;
const CONCURRENCY = 16;
const VARIANTS: readonly TelemetryVariant[] = ["memory", "sqlite", "otlp"];

export const telemetryBenchmark: Benchmark = {
  name: "telemetry",
  about: "CPU time of a served request with traces and metrics, by exporter, over the same without",
  run: runTelemetryBenchmark,
};

const METHOD = [
  "A request: POST /v1/chat/completions to a server, which routes it by rules and asks a model in another process for a whole answer. With telemetry: its trace of 4 spans, redacted, queued and taken by the exporter, all metrics sent once a round, and the flush at the end of the round. Without: the same server; it counts its metrics too, for Prometheus.",
  "OTLP: to a server in another process that answers 200. SQLite: a file in the folder for temporary files.",
  "For each exporter a process with two servers, one with telemetry and one without, as two processes of the same program differ by more than telemetry costs.",
  `${CONCURRENCY} at a time; ${WARM_UP_REQUESTS} requests to each server to warm up, then ${ROUNDS} rounds of ${REQUESTS_IN_ROUND} to each, by turns, the one that goes first by turns too. CPU time of the process with all its threads, user and system, for each request; the share is the median over the rounds of what the server with telemetry used more than the other in the same round.`,
];

async function runTelemetryBenchmark(log: BenchmarkLog): Promise<BenchmarkReport> {
  const children: ChildProcess[] = [];
  const begin = async <Ready>(file: string, args: readonly string[]) => {
    const child = startChild(file, args);
    children.push(child);
    const [ready] = (await once(child, "message")) as [Ready];
    return { child, ready };
  };
  try {
    const models = await begin<{ url: string }>("apim-server.ts", ["upstream"]);
    const collector = await begin<{ url: string }>("apim-server.ts", ["upstream"]);
    const figures: Figure[] = [];
    for (const variant of VARIANTS) {
      const args = [variant, models.ready.url, collector.ready.url];
      const { child, ready } = await begin<TelemetryServerReady>("telemetry-server.ts", args);
      figures.push(...(await measure(variant, { child, ...ready }, log)));
      child.disconnect();
    }
    return { method: METHOD, figures };
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
}

interface Started extends TelemetryServerReady {
  readonly child: ChildProcess;
}

/** CPU time of a request in each round. */
interface Rounds {
  readonly offUs: number[];
  readonly onUs: number[];
}

async function measure(
  variant: TelemetryVariant,
  server: Started,
  log: BenchmarkLog,
): Promise<readonly Figure[]> {
  const { offUs, onUs } = await cpuByTurns(server);
  const share = medianOf(onUs.map((us, round) => us / (offUs[round] ?? Number.NaN) - 1));
  const { exported, dropped } = await useOf(server);
  log(`${variant}: ${medianOf(onUs).toFixed(0)} µs a request, off ${medianOf(offUs).toFixed(0)} µs`);
  return [
    { name: `${variant}: added`, value: share * 100, unit: "%", bar: { atMost: 15 } },
    { name: `${variant}: request`, value: medianOf(onUs), unit: "µs" },
    { name: `${variant}: request without`, value: medianOf(offUs), unit: "µs" },
    { name: `${variant}: spans of a request`, value: exported / ALL_REQUESTS, unit: "", bar: { atMost: 7 } },
    { name: `${variant}: spans dropped`, value: dropped, unit: "", bar: { atMost: 0 } },
  ];
}

async function cpuByTurns(server: Started): Promise<Rounds> {
  const rounds: Rounds = { offUs: [], onUs: [] };
  const off = async () => rounds.offUs.push(await cpuOfRound(server, server.offUrl));
  const on = async () => rounds.onUs.push(await cpuOfRound(server, server.onUrl));
  await askMany(server.offUrl, WARM_UP_REQUESTS);
  await askMany(server.onUrl, WARM_UP_REQUESTS);
  for (let round = 0; round < ROUNDS; round++)
    for (const turn of round % 2 === 0 ? [off, on] : [on, off]) await turn();
  return rounds;
}

const ALL_REQUESTS = WARM_UP_REQUESTS + REQUESTS_IN_ROUND * ROUNDS;

async function cpuOfRound(server: Started, url: string): Promise<number> {
  const before = await useOf(server);
  await askMany(url, REQUESTS_IN_ROUND);
  const after = await useOf(server);
  return (after.cpuUs - before.cpuUs) / REQUESTS_IN_ROUND;
}

async function askMany(url: string, requests: number): Promise<void> {
  let left = requests;
  const work = async () => {
    while (left-- > 0) await ask(url);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}

async function useOf({ child }: Started): Promise<TelemetryServerUse> {
  child.send("use");
  const [use] = (await once(child, "message")) as [TelemetryServerUse];
  return use;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
const BODY = JSON.stringify({
  model: "auto",
  messages: [{ role: "user", content: "Compare REST and GraphQL and explain the trade-offs." }],
});

async function ask(url: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const asking = request(`${url}/v1/chat/completions`, { method: "POST", agent, headers });
  asking.end(BODY);
  const [answer] = await once(asking, "response");
  answer.resume();
  await once(answer, "end");
  if (answer.statusCode !== 200) throw new Error(`The server answered ${answer.statusCode}.`);
}

function startChild(file: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, [...args], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

const medianOf = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
