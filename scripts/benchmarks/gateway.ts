import { request } from "undici";
import type { Benchmark, BenchmarkLog, BenchmarkReport } from "./benchmark.ts";
import { gatewayConfig } from "./served/gateway-config.ts";
import { figuresOf } from "./served/gateway-figures.ts";
import { type GatewaySizes, measureRounds } from "./served/gateway-rounds.ts";
import { ORCHESTRATOR, writeHouseFiles } from "./served/house-files.ts";
import { medianOf, quantile } from "./served/quantile.ts";
import { type MeasuredProcess, startProcess } from "./served/start-process.ts";

const SIZES: GatewaySizes = {
  starts: 3,
  warmUp: 24_000,
  warmUpStreams: 3000,
  rounds: 5,
  requests: 3000,
  streams: 600,
  rateMs: 2500,
  manyConnections: 1000,
  manyMs: 2500,
};

export const gatewayBenchmark: Benchmark = {
  name: "gateway",
  about: "The orchestrator's server with everything on, beside a bare Node proxy before the same upstream",
  run: (log) => runGatewayBenchmark(log, SIZES),
};

/** The benchmark in any size; small ones prove that it works and measure nothing. */
export async function runGatewayBenchmark(log: BenchmarkLog, sizes: GatewaySizes): Promise<BenchmarkReport> {
  const files = writeHouseFiles();
  const running: MeasuredProcess[] = [];
  const start = async (script: URL, args: readonly string[] = []) => {
    const process = await startProcess(script, args);
    running.push(process);
    return process;
  };
  try {
    const upstream = await start(new URL("./served/instant-upstream.ts", import.meta.url));
    const flags = files.flags(gatewayConfig(upstream.url, files.ledger));
    await timeStart(flags, files.key);
    const startMs: number[] = [];
    for (let turn = 1; turn < sizes.starts; turn++) startMs.push(await timeStart(flags, files.key));
    const before = performance.now();
    const orchestrator = await start(ORCHESTRATOR, flags);
    await askOnce(orchestrator.url, files.key);
    startMs.push(performance.now() - before);
    log(`Started in ${startMs.map((ms) => Math.round(ms)).join(", ")} ms, to the first answer.`);
    const proxy = await start(new URL("./served/bare-proxy.ts", import.meta.url), [upstream.url]);
    const client = await start(new URL("./served/load-process.ts", import.meta.url));
    const idle = await orchestrator.figures();
    const rounds = await measureRounds({ upstream, proxy, orchestrator, client, key: files.key, sizes, log });
    const after = await orchestrator.figures();
    const routing = await routingTimes(orchestrator.url, files.key);
    return {
      method: methodOf(sizes),
      figures: [
        ...figuresOf(rounds),
        { name: "routing overhead p50", value: quantile(routing, 0.5) * 1000, unit: "µs" },
        {
          name: "routing overhead p99",
          value: quantile(routing, 0.99) * 1000,
          unit: "µs",
        },
        { name: "start to the first answer", value: medianOf(startMs), unit: "ms", bar: { atMost: 400 } },
        { name: "memory idle", value: idle.rss / 2 ** 20, unit: "MB", bar: { atMost: 120 } },
        { name: "memory after load", value: after.rss / 2 ** 20, unit: "MB", bar: { atMost: 250 } },
      ],
    };
  } finally {
    for (const process of running.reverse()) await process.kill();
    files.close();
  }
}

async function timeStart(flags: readonly string[], key: string): Promise<number> {
  const from = performance.now();
  const process = await startProcess(ORCHESTRATOR, flags);
  try {
    await askOnce(process.url, key);
    return performance.now() - from;
  } finally {
    await process.stop();
  }
}

async function askOnce(url: string, key: string): Promise<void> {
  const { statusCode, body } = await request(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "auto", messages: [{ role: "user", content: "hello" }] }),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`The first request was answered by ${statusCode}: ${text}`);
}

/** Milliseconds that the router took for the last thousand requests, sorted. */
async function routingTimes(url: string, key: string): Promise<readonly number[]> {
  const { body } = await request(`${url}/router/decisions?limit=1000`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { decisions } = (await body.json()) as {
    decisions: readonly { readonly decision?: { readonly ms: number } }[];
  };
  return decisions
    .flatMap(({ decision }) => (decision ? [decision.ms] : []))
    .sort((one, other) => one - other);
}

const methodOf = ({
  starts,
  warmUp,
  warmUpStreams,
  rounds,
  requests,
  streams,
  rateMs,
  manyMs,
}: GatewaySizes) => [
  `The server is npm run orchestrator in a process of its own: hashed keys, checked bodies, rule routing over two deployments with breakers, admission, two limits of money, the ledger with a flush of the disk, metrics. The bare proxy passes requests on by node:http with kept connections and does nothing else. Both stand before the same upstream, which answers at once; upstream and client speak raw HTTP at little cost, in processes of their own.`,
  `${warmUp} requests and ${warmUpStreams} streams to warm up. Rounds in which each server is measured in turn, the order changing; ratios and differences are formed within a round, the figure is their median.`,
  `Whole answers: ${rounds} rounds of ${requests} requests over 64 connections. Streams: ${rounds} rounds of ${streams}, 53 events each. At a rate: 50 requests, or 25 streams of 20 texts 5 ms apart, a second for ${rateMs / 1000} s, in ${Math.ceil(rounds / 2)} rounds; "added" is what comes to the time of asking the upstream directly. 1000 connections: an upstream that takes 50 ms, ${manyMs / 1000} s.`,
  "CPU is that of the whole process, threads included, user and system, for each answer. Requests per core and second are its inverse. The event loop's lateness is that under whole answers.",
  "First byte: of the answer's body. First text: the first event that says something; until then the orchestrator may still ask another deployment or refuse with a status, so it holds back the empty event that comes before.",
  "Routing overhead: what the router took to decide, of the last 1000 requests, as GET /router/decisions tells it.",
  `Start: from the start of the process to the end of a first answer, the median of ${starts}. One start before them does not count: the first after a change of the sources makes one file of them. Memory is the resident set, the ledger's thread included.`,
];
