import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Agent, request } from "undici";
import { createBackendSet } from "../../modules/src/apim/backends/create-backend-set.ts";
import { GatewayExchange } from "../../modules/src/apim/gateway/gateway-exchange.ts";
import { createGatewayJournal } from "../../modules/src/apim/gateway/gateway-journal.ts";
import { loadGatewayModel } from "../../modules/src/apim/gateway/load-gateway-model.ts";
import { openExchange } from "../../modules/src/apim/gateway/open-exchange.ts";
import { openServices } from "../../modules/src/apim/gateway/open-services.ts";
import { createWaitingClock } from "../../modules/src/apim/gateway/waiting-clock.ts";
import { emptyResponse } from "../../modules/src/apim/pipeline/gateway-answer.ts";
import { HeaderMap } from "../../modules/src/apim/pipeline/header-map.ts";
import { MessageBody } from "../../modules/src/apim/pipeline/message-body.ts";
import { createTrace } from "../../modules/src/apim/pipeline/trace-recorder.ts";
import { runPipeline } from "../../modules/src/apim/policy-set.ts";
import { createRandom, silentLogger, systemClock } from "../../modules/src/core/index.ts";
import { LOAD_BALANCING, REQUEST } from "./apim-policy.ts";
import type { ApimRole, ApimServerCpu, ApimServerReady } from "./apim-server.ts";
import type { Benchmark, BenchmarkLog, Figure } from "./benchmark.ts";

const POLICY_WARM_UP = 5000;
const POLICY_RUNS = 20_000;
const ROUND_REQUESTS = 3000;
/** The optimizing compiler is done with both after this many; the gateway has more code than the proxy. */
const WARM_UP_ROUNDS = 8;
const ROUNDS = 9;
const CONCURRENCY = 16;

export const apimBenchmark: Benchmark = {
  name: "apim",
  about:
    "API Management emulator: CPU time of a load-balancing policy, and of the gateway beside a bare Node proxy",
  run: async (log) => ({
    method: [
      `Policy: key check, pool of four backends with breakers, retry, forward, trace; ${POLICY_WARM_UP} runs to warm up, then ${POLICY_RUNS}; the backend is a function. CPU time of this process, user and system.`,
      `Gateway and proxy: each a process of its own between the same client and the same backend, over http on this machine; a JSON request of ${REQUEST.body.length} bytes, ${CONCURRENCY} at a time. ${WARM_UP_ROUNDS} rounds of ${ROUND_REQUESTS} to warm up, then ${ROUNDS} rounds of each in turn; CPU time of the process for each request, the median of the rounds; the ratio is the median of the ratios of neighbouring rounds.`,
      "The proxy passes requests on by node:http with kept connections and does nothing else. The gateway finds the operation, checks the key, runs the policies and keeps a trace.",
    ],
    figures: [await measurePolicy(), ...(await measureGateway(log))],
  }),
};

async function measurePolicy(): Promise<Figure> {
  const run = await preparePolicy();
  for (let turn = 0; turn < POLICY_WARM_UP; turn++) await run();
  const before = process.cpuUsage();
  for (let turn = 0; turn < POLICY_RUNS; turn++) await run();
  const { user, system } = process.cpuUsage(before);
  return {
    name: "CPU of a load-balancing policy, each request",
    value: (user + system) / POLICY_RUNS,
    unit: "µs",
    bar: { atMost: 100 },
  };
}

/** One request through key check and policies, without the network. */
async function preparePolicy(): Promise<() => Promise<void>> {
  const { model, problems } = await loadGatewayModel({ config: LOAD_BALANCING });
  if (!model) throw new Error(problems.map(({ message }) => message).join("\n"));
  const clock = createWaitingClock(systemClock);
  const random = createRandom(1);
  const backends = createBackendSet({ definitions: model.backends, clock, random });
  const services = openServices({
    clock,
    random,
    logger: silentLogger,
    bodyLimitBytes: 1_000_000,
    journal: createGatewayJournal(),
    send: async () => emptyResponse(200),
    identityToken: undefined,
    embed: undefined,
    current: () => ({ model, backends }),
  });
  return async () => {
    const call = {
      method: REQUEST.method,
      url: new URL(`http://127.0.0.1${REQUEST.path}`),
      headers: HeaderMap.fromRaw(Object.entries(REQUEST.headers).flat()),
      body: MessageBody.of(REQUEST.body),
      ipAddress: "127.0.0.1",
      isTooLarge: () => false,
    };
    const { exchange, refusal } = openExchange(model, call, { services, trace: createTrace(clock) });
    const { status } = await runPipeline(model.policies, exchange, refusal);
    if (status !== 200 || !(exchange instanceof GatewayExchange))
      throw new Error(`The policy answered ${status}.`);
  };
}

async function measureGateway(log: BenchmarkLog): Promise<readonly Figure[]> {
  const upstream = await startServer("upstream");
  const servers = {
    proxy: await startServer("proxy", upstream.url),
    gateway: await startServer("gateway", upstream.url),
  };
  const client = new Agent({ connections: CONCURRENCY, pipelining: 1 });
  try {
    const costs: Record<"proxy" | "gateway", number[]> = { proxy: [], gateway: [] };
    const times: Record<"proxy" | "gateway", number[]> = { proxy: [], gateway: [] };
    for (let round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round++) {
      for (const name of ["proxy", "gateway"] as const) {
        const { cpuUs, ms } = await runRound(servers[name], client);
        if (round <= 0) continue;
        costs[name].push(cpuUs / ROUND_REQUESTS);
        times[name].push(ms);
        log(
          `round ${round}: ${name} ${(cpuUs / ROUND_REQUESTS).toFixed(0)} µs CPU, ${Math.round((ROUND_REQUESTS * 1000) / ms)} requests/s`,
        );
      }
    }
    return figuresOf(costs, times);
  } finally {
    await client.destroy();
    for (const { child } of [upstream, ...Object.values(servers)]) child.disconnect();
  }
}

type Measured = Readonly<Record<"proxy" | "gateway", readonly number[]>>;

function figuresOf(costs: Measured, times: Measured): readonly Figure[] {
  const rate = (ms: readonly number[]) => (ROUND_REQUESTS * 1000) / medianOf(ms);
  return [
    { name: "CPU of the bare proxy, each request", value: medianOf(costs.proxy), unit: "µs" },
    { name: "CPU of the gateway, each request", value: medianOf(costs.gateway), unit: "µs" },
    {
      name: "gateway : proxy, CPU",
      value: medianOf(costs.gateway.map((cost, round) => cost / (costs.proxy[round] ?? Number.NaN))),
      unit: "",
      bar: { atMost: 2 },
    },
    { name: "bare proxy", value: rate(times.proxy), unit: "requests/s" },
    { name: "gateway", value: rate(times.gateway), unit: "requests/s" },
  ];
}

interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

async function startServer(role: ApimRole, upstream = ""): Promise<ServerProcess> {
  const path = fileURLToPath(new URL("apim-server.ts", import.meta.url));
  const child = fork(path, [role, upstream], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [{ url }] = (await once(child, "message")) as [ApimServerReady];
  return { child, url };
}

async function cpuOf({ child }: ServerProcess): Promise<number> {
  child.send("cpu");
  const [{ cpuUs }] = (await once(child, "message")) as [ApimServerCpu];
  return cpuUs;
}

async function runRound(server: ServerProcess, client: Agent) {
  const before = await cpuOf(server);
  const start = performance.now();
  let left = ROUND_REQUESTS;
  const work = async () => {
    while (left-- > 0) {
      const { path, ...rest } = REQUEST;
      const answer = await request(`${server.url}${path}`, { ...rest, dispatcher: client });
      await answer.body.dump();
      if (answer.statusCode !== 200) throw new Error(`A request was answered by ${answer.statusCode}.`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { ms: performance.now() - start, cpuUs: (await cpuOf(server)) - before };
}

const medianOf = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
