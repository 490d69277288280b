import { join } from "node:path";
import { Agent, request } from "undici";
import { z } from "zod";
import { paths } from "../../modules/src/config/paths.ts";
import { readYaml } from "../../modules/src/config/read-yaml.ts";
import { openLedger } from "../../modules/src/cost/index.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import { type AskedChat, askChat } from "./served/ask-chat.ts";
import type { FaultOrderMessage, Injected } from "./served/faulty-upstream.ts";
import { type HouseFiles, ORCHESTRATOR, writeHouseFiles } from "./served/house-files.ts";
import { PROMPTS } from "./served/prompts.ts";
import { quantile } from "./served/quantile.ts";
import { type MeasuredProcess, startProcess } from "./served/start-process.ts";

export interface FaultSizes {
  readonly requests: number;
  readonly atOnce: number;
}

const SIZES: FaultSizes = { requests: 10_000, atOnce: 32 };
const UPSTREAMS = 3;
const AGENT_ROUTER = join(paths.data, "orchestrator", "agent-router.yaml");

export const faultsBenchmark: Benchmark = {
  name: "faults",
  about:
    "10,000 chats under 429 storms, 5xx, resets, stalls and cuts: how many are answered, how late, at what waste",
  run: (log) => runFaultsBenchmark(log, SIZES),
};

/** The benchmark in any size, once by a chain of one's own and once by the agent router's. */
export async function runFaultsBenchmark(log: BenchmarkLog, sizes: FaultSizes): Promise<BenchmarkReport> {
  const chain = await measure(
    { name: "chain", configOf: chainConfig, env: {}, answeredAtLeast: 99.9 },
    log,
    sizes,
  );
  const cloud = await startLabCloud({ localModel: "simulated" });
  try {
    const agentRouter = await measure(
      { name: "agent-router", configOf: agentRouterConfig, env: cloud.env, answeredAtLeast: 99 },
      log,
      sizes,
    );
    return reportOf(sizes, [...chain, ...agentRouter]);
  } finally {
    await cloud.close();
  }
}

function reportOf({ requests, atOnce }: FaultSizes, figures: readonly Figure[]): BenchmarkReport {
  return {
    method: [
      `${requests} chats, half of them streams, ${atOnce} at a time, through npm run orchestrator in a process of its own, to ${UPSTREAMS} upstreams that speak OpenAI's form and take 8 ms.`,
      "Each upstream answers 429 to everything for one second of four, one after the other, with Retry-After: 1. Outside of that, of its requests: 3 % 429 with retry-after-ms 20, 4 % 500 or 503, 3 % reset connections, 0.5 % fall silent half-way, 1 % break off half-way. A seed draws which.",
      "Answered: status 200 to the end, a stream with [DONE]. Times are a client's, to the last byte; a process with its client on the same two cores.",
      "chain: two tries of a deployment, then the next of three; first word and silence 1 s each at most, a stream that breaks begins anew. agent-router: data/orchestrator/agent-router.yaml with these upstreams' addresses and the same bounds of first word and silence; the local model and Azure's, which stand in when none of its servers can be asked, are the lab cloud's, without faults.",
      "Wasted: tokens that the ledger has as paid for nothing, of the chain only: models at addresses of one's own cost nothing.",
    ],
    figures,
  };
}

type ConfigOf = (upstreams: readonly string[], files: HouseFiles) => object;

function chainConfig(upstreams: readonly string[], { ledger }: HouseFiles) {
  const names = ["first", "second", "third"];
  const model = (upstream: string) => ({
    provider: "openai_compatible",
    endpoint: `${upstream}/v1`,
    tier: "cloud",
    name: "double-1",
    capabilities: ["text-generation", "conversation", "code", "reasoning", "analysis", "summarization"],
    usd_per_million_tokens: { input: 2.5, output: 10 },
    max_tokens: 500,
  });
  return {
    profile: "faults-bench",
    strategy: "rule",
    models: Object.fromEntries(upstreams.map((upstream, place) => [names[place], model(upstream)])),
    routes: { local: ["first", "second", "third"], cloud: ["second", "third", "first"] },
    resilience: {
      mid_stream: "restart",
      ...PATIENCE,
      retry: { max_attempts: 2, backoff_factor: 1.5, first_wait_ms: 20 },
      breaker: { failures: 5, open_seconds: 1, successes: 1 },
    },
    budget: [{ name: "everybody", usd: 100_000, period: "day" }],
    ledger: { file: ledger },
    health_check: { enabled: false },
  };
}

const agentRouterFile = z.looseObject({
  models: z.record(z.string(), z.looseObject({ endpoint: z.string().optional() })),
  resilience: z.looseObject({}).optional(),
});

/** Upstreams that answer within 8 ms are not waited for as long as models on a processor. */
const PATIENCE = { first_token_seconds: 1, idle_seconds: 1 };

/** The shipped file, with the addresses of these upstreams. */
function agentRouterConfig(upstreams: readonly string[]) {
  const config = readYaml(AGENT_ROUTER, "The configuration", agentRouterFile).content;
  Object.assign(config, { resilience: { ...config.resilience, ...PATIENCE } });
  const onServers = Object.values(config.models).filter(({ endpoint }) => endpoint !== undefined);
  for (const [place, model] of onServers.entries())
    model.endpoint = upstreams[place % upstreams.length] ?? "";
  return config;
}

/** One orchestrator under faults. */
interface FaultRun {
  readonly name: string;
  readonly configOf: ConfigOf;
  readonly env: Readonly<Record<string, string>>;
  /** Per cent. */
  readonly answeredAtLeast: number;
}

async function measure(
  { name, configOf, env, answeredAtLeast }: FaultRun,
  log: BenchmarkLog,
  { requests, atOnce }: FaultSizes,
): Promise<readonly Figure[]> {
  const files = writeHouseFiles();
  const running: MeasuredProcess[] = [];
  const dispatcher = new Agent({ connections: atOnce, pipelining: 1 });
  try {
    for (let place = 0; place < UPSTREAMS; place++)
      running.push(await startProcess(UPSTREAM, [String(place), String(UPSTREAMS)]));
    const upstreams = [...running];
    const server = await startProcess(
      ORCHESTRATOR,
      files.flags(
        configOf(
          upstreams.map(({ url }) => url),
          files,
        ),
      ),
      env,
    );
    running.push(server);
    const ask = (turn: number) =>
      askChat({
        url: server.url,
        key: files.key,
        prompt: PROMPTS[turn % PROMPTS.length] ?? "",
        stream: turn % 2 === 1,
        dispatcher,
      });
    await askAll(Math.min(200, requests), atOnce, ask);
    for (const { child } of upstreams) child.send({ type: "begin" } satisfies FaultOrderMessage);
    const from = performance.now();
    const asked = await askAll(requests, atOnce, ask);
    const seconds = (performance.now() - from) / 1000;
    const injected = await Promise.all(
      upstreams.map((upstream) =>
        upstream.ask<Injected>({ type: "tell-injected" } satisfies FaultOrderMessage),
      ),
    );
    const wastedTokens = await counterOf(server.metrics, "hybrid_router_tokens_wasted_total");
    await server.stop();
    log(`${name}: ${requests} in ${seconds.toFixed(1)} s. Injected: ${JSON.stringify(sumOf(injected))}.`);
    for (const line of failuresOf(asked)) log(`${name}: ${line}`);
    return [
      ...figuresOf({ name, answeredAtLeast }, asked, wastedTokens),
      ...(await wasteOf(name, files.ledger)),
    ];
  } finally {
    await dispatcher.destroy();
    for (const process of running.reverse()) await process.kill();
    files.close();
  }
}

const UPSTREAM = new URL("./served/faulty-upstream.ts", import.meta.url);

async function askAll(
  requests: number,
  atOnce: number,
  ask: (turn: number) => Promise<AskedChat>,
): Promise<readonly AskedChat[]> {
  const asked: AskedChat[] = [];
  let turn = 0;
  const work = async () => {
    while (turn < requests) asked.push(await ask(turn++));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return asked;
}

function figuresOf(
  { name, answeredAtLeast }: Pick<FaultRun, "name" | "answeredAtLeast">,
  asked: readonly AskedChat[],
  wastedTokens: number,
): readonly Figure[] {
  const answered = asked.filter(({ isWhole }) => isWhole);
  const fallbacks = answered.filter(({ fallbackUsed }) => fallbackUsed);
  const direct = answered.filter(({ fallbackUsed }) => !fallbackUsed);
  const times = (chats: readonly AskedChat[], share: number) =>
    quantile(Float64Array.from(chats.map(({ ms }) => ms)).sort(), share);
  const rows = [
    ["all", answered],
    ["by the first choice", direct],
    ["by another", fallbacks],
  ] as const;
  return [
    {
      name: `${name}: answered`,
      value: (answered.length / asked.length) * 100,
      unit: "%",
      bar: { atLeast: answeredAtLeast },
    },
    {
      name: `${name}: answered by another than the first choice`,
      value: (fallbacks.length / asked.length) * 100,
      unit: "%",
    },
    ...rows.flatMap(([which, chats]) =>
      ([0.5, 0.95, 0.99, 1] as const).map((share) => ({
        name: `${name}: ${which}, ${share === 1 ? "longest" : `p${share * 100}`}`,
        value: times(chats, share),
        unit: "ms",
        ...(which === "all" && share === 0.95 && { bar: { atMost: 1000 } }),
      })),
    ),
    { name: `${name}: wasted tokens`, value: wastedTokens, unit: "" },
  ];
}

/** What is written of answers that were paid for in vain. */
async function wasteOf(name: string, file: string): Promise<readonly Figure[]> {
  if (name !== "chain") return [];
  const ledger = await openLedger({ file });
  try {
    const { costUsd, wastedUsd } = await ledger.summary();
    return [{ name: `${name}: wasted share of the cost`, value: (wastedUsd / costUsd) * 100, unit: "%" }];
  } finally {
    await ledger.close();
  }
}

async function counterOf(metrics: string | undefined, counter: string): Promise<number> {
  const { body } = await request(metrics ?? "");
  const text = await body.text();
  if (!text.includes(`# TYPE ${counter} `)) throw new Error(`${counter} is not among the metrics.`);
  return text
    .split("\n")
    .filter((line) => line.startsWith(counter))
    .reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}

const sumOf = (all: readonly Injected[]) =>
  Object.fromEntries(
    Object.keys(all[0] ?? {}).map((key) => [
      key,
      all.reduce((sum, one) => sum + (one[key as keyof Injected] ?? 0), 0),
    ]),
  );

/** The first words of each kind of failure, and how often it was. */
function failuresOf(asked: readonly AskedChat[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { error } of asked)
    if (error !== undefined) counts.set(error.slice(0, 200), (counts.get(error.slice(0, 200)) ?? 0) + 1);
  return [...counts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 5)
    .map(([error, count]) => `${count} x ${error}`);
}
