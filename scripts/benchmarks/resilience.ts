import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type StreamPart, user } from "../../modules/src/chat/index.ts";
import { createRandom, systemClock } from "../../modules/src/core/index.ts";
import { createOpenAiCompatible } from "../../modules/src/providers/index.ts";
import {
  createDeadline,
  createFallbackPlan,
  createResilience,
  type StreamReply,
} from "../../modules/src/resilience/index.ts";
import type { ApimServerReady } from "./apim-server.ts";
import type { Benchmark, BenchmarkLog, Figure } from "./benchmark.ts";

const WARM_UP_ROUNDS = 4;
const ROUNDS = 11;
const CALLS_IN_ROUND = 4000;
const CONCURRENCY = 16;
/** As many events as the streams of the gateways' comparison have. */
const STREAM_TEXTS = 50;

export const resilienceBenchmark: Benchmark = {
  name: "resilience",
  about: "CPU time of a plan that goes well (deadline, breakers, bulkheads, admission), beside a bare call",
  run: async (log) => ({
    method: [
      "Plan: admission, deadline, three levels of which the first answers, breaker and bulkhead each, retry, bounds for first word and silence. Bare: the same call with a signal of its own, its parts read.",
      `In memory: the call is a function with an answer of 3 parts, or of ${STREAM_TEXTS + 2}; the time is the plan's own. Over HTTP: an OpenAI-compatible provider and a server in another process, whole answers.`,
      `${CONCURRENCY} at a time; ${WARM_UP_ROUNDS} rounds of ${CALLS_IN_ROUND} calls to warm up, then ${ROUNDS} of each in turn. CPU time of this process, user and system, for each call; medians over the rounds; the ratio is the median of the ratios of neighbouring rounds.`,
    ],
    figures: [...(await measureInMemory(log)), ...(await measureOverHttp(log))],
  }),
};

type Open = (signal: AbortSignal) => Promise<StreamReply>;

async function measureInMemory(log: BenchmarkLog): Promise<readonly Figure[]> {
  const whole = await compare("whole answer in memory", inMemory(1), log);
  const stream = await compare("stream in memory", inMemory(STREAM_TEXTS), log);
  return [
    { name: "plan, whole answer in memory", value: whole.planUs, unit: "µs", bar: { atMost: 20 } },
    { name: "bare call, whole answer in memory", value: whole.bareUs, unit: "µs" },
    { name: `plan, stream of ${STREAM_TEXTS + 2} parts in memory`, value: stream.planUs, unit: "µs" },
    { name: "bare call, the same stream", value: stream.bareUs, unit: "µs" },
  ];
}

async function measureOverHttp(log: BenchmarkLog): Promise<readonly Figure[]> {
  const { child, url } = await startUpstream();
  try {
    const provider = createOpenAiCompatible({ name: "upstream", tier: "local", baseUrl: `${url}/v1` });
    const request = { model: "m", messages: [user("What is the capital of France?")] };
    const open: Open = (signal) => provider.chat(request, { stream: false, signal });
    const { planUs, bareUs, ratio } = await compare("whole answer over HTTP", open, log);
    return [
      { name: "plan over HTTP", value: planUs, unit: "µs" },
      { name: "bare call over HTTP", value: bareUs, unit: "µs" },
      { name: "plan : bare call, over HTTP", value: ratio, unit: "", bar: { atMost: 2 } },
    ];
  } finally {
    child.disconnect();
  }
}

function inMemory(texts: number): Open {
  const parts: readonly StreamPart[] = [
    ...Array.from({ length: texts }, () => ({ type: "text", text: "word " }) as const),
    { type: "usage", usage: { promptTokens: 10, completionTokens: texts } },
    { type: "end", reason: "stop" },
  ];
  async function* tell(): AsyncGenerator<StreamPart, void> {
    yield* parts;
  }
  return async () => ({ parts: tell() });
}

interface Compared {
  readonly planUs: number;
  readonly bareUs: number;
  readonly ratio: number;
}

async function compare(name: string, open: Open, log: BenchmarkLog): Promise<Compared> {
  const bare = async () => drain((await open(new AbortController().signal)).parts);
  const plan = planned(open);
  const costs: { readonly bareUs: number; readonly planUs: number }[] = [];
  for (let round = 1 - WARM_UP_ROUNDS; round <= ROUNDS; round++) {
    const cost = { bareUs: await cpuOfRound(bare), planUs: await cpuOfRound(plan) };
    if (round > 0) costs.push(cost);
  }
  const planUs = medianOf(costs.map((cost) => cost.planUs));
  const bareUs = medianOf(costs.map((cost) => cost.bareUs));
  log(`${name}: plan ${planUs.toFixed(1)} µs, bare ${bareUs.toFixed(1)} µs`);
  return { planUs, bareUs, ratio: medianOf(costs.map((cost) => cost.planUs / cost.bareUs)) };
}

/** The same call with everything around it that a plan has. */
function planned(open: Open): () => Promise<void> {
  const resilience = createResilience({
    clock: systemClock,
    random: createRandom(1),
    callsAtOnce: () => 64,
    admission: { limit: 64, queueLimit: 256 },
    onEvent: () => {},
  });
  const plan = createFallbackPlan(
    ["first", "second", "third"].map((deployment) => ({ deployment, tier: "azure" })),
  );
  const counts = { promptTokens: () => 10, countTokens: (text: string) => text.length };
  return async () => {
    const slot = await resilience.admit();
    const deadline = createDeadline(systemClock, 30_000, undefined);
    try {
      await drain(resilience.run(plan, { ...counts, deadline, open: (_level, { signal }) => open(signal) }));
    } finally {
      deadline.clear();
      slot.release();
    }
  };
}

async function drain(parts: AsyncIterable<{ readonly type: string }>): Promise<void> {
  let last: string | undefined;
  for await (const { type } of parts) last = type;
  if (last !== "end") throw new Error(`A call ended with ${last ?? "nothing"}.`);
}

async function cpuOfRound(call: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  let left = CALLS_IN_ROUND;
  const work = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  const { user: own, system } = process.cpuUsage(before);
  return (own + system) / CALLS_IN_ROUND;
}

async function startUpstream(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const path = fileURLToPath(new URL("apim-server.ts", import.meta.url));
  const child = fork(path, ["upstream"], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [{ url }] = (await once(child, "message")) as [ApimServerReady];
  return { child, url };
}

const medianOf = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
