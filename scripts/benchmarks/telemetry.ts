import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import type { TelemetryServerReady, TelemetryServerUse, TelemetryVariant } from "./telemetry-server.ts";

const WARM_UP_REQUESTS = 4000;
const ROUNDS = 11;
const REQUESTS_IN_ROUND = 300;
const CONCURRENCY = 16;
const VARIANTS: readonly TelemetryVariant[] = ["off", "memory", "sqlite", "otlp"];

export const telemetryBenchmark: Benchmark = {
  name: "telemetry",
  about: "CPU time of a served request with traces and metrics, by exporter, over the same without",
  run: runTelemetryBenchmark,
};

const METHOD = [
  "A request: POST /v1/chat/completions to a server in a process of its own, which routes it by rules and asks a model in another process for a whole answer. With telemetry: its trace of 4 spans and all its metrics, redacted, queued and taken by the exporter, the flush at the end of a round included.",
  "Off: the same server without telemetry; it counts for Prometheus in every variant. OTLP: to a server in another process that answers 200. SQLite: a file in the folder for temporary files.",
  `${CONCURRENCY} at a time; ${WARM_UP_REQUESTS} requests to warm up, then ${ROUNDS} rounds of ${REQUESTS_IN_ROUND}, each variant in turn within a round. CPU time of the server's process, user and system, for each request; the share is the median over the rounds of what telemetry added to the same round without it.`,
];

async function runTelemetryBenchmark(log: BenchmarkLog): Promise<BenchmarkReport> {
  const models = await start("apim-server.ts", ["upstream"]);
  const collector = await start("apim-server.ts", ["upstream"]);
  const servers = new Map<TelemetryVariant, Started>();
  try {
    for (const variant of VARIANTS)
      servers.set(variant, await start("telemetry-server.ts", [variant, models.url, collector.url]));
    return { method: METHOD, figures: await measure(servers, log) };
  } finally {
    for (const { child } of [models, collector, ...servers.values()]) child.disconnect();
  }
}

async function measure(
  servers: ReadonlyMap<TelemetryVariant, Started>,
  log: BenchmarkLog,
): Promise<readonly Figure[]> {
  const rounds = new Map<TelemetryVariant, number[]>(VARIANTS.map((variant) => [variant, []]));
  for (const server of servers.values()) await askMany(server, WARM_UP_REQUESTS);
  for (let round = 0; round < ROUNDS; round++)
    for (const [variant, server] of servers) rounds.get(variant)?.push(await cpuOfRound(server));
  const offUs = rounds.get("off") ?? [];
  const figures: Figure[] = [{ name: "off: request", value: medianOf(offUs), unit: "µs" }];
  for (const [variant, server] of servers) {
    if (variant === "off") continue;
    const onUs = rounds.get(variant) ?? [];
    const share = medianOf(onUs.map((us, round) => us / (offUs[round] ?? Number.NaN) - 1));
    const { exported, dropped } = await useOf(server);
    log(`${variant}: ${medianOf(onUs).toFixed(0)} µs a request, off ${medianOf(offUs).toFixed(0)} µs`);
    figures.push(
      { name: `${variant}: added`, value: share * 100, unit: "%", bar: { atMost: 15 } },
      { name: `${variant}: request`, value: medianOf(onUs), unit: "µs" },
      {
        name: `${variant}: spans of a request`,
        value: exported / ALL_REQUESTS,
        unit: "",
        bar: { atMost: 7 },
      },
      { name: `${variant}: spans dropped`, value: dropped, unit: "", bar: { atMost: 0 } },
    );
  }
  return figures;
}

const ALL_REQUESTS = WARM_UP_REQUESTS + REQUESTS_IN_ROUND * ROUNDS;

async function cpuOfRound(server: Started): Promise<number> {
  const before = await useOf(server);
  await askMany(server, REQUESTS_IN_ROUND);
  const after = await useOf(server);
  return (after.cpuUs - before.cpuUs) / REQUESTS_IN_ROUND;
}

async function askMany({ url }: Started, requests: number): Promise<void> {
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

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
}

async function start(file: string, args: readonly string[]): Promise<Started> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, [...args], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [{ url }] = (await once(child, "message")) as [TelemetryServerReady];
  return { child, url };
}

const medianOf = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
