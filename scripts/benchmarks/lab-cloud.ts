import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readAnswerBank } from "../../modules/src/lab-cloud/index.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import type { LoadOrder, LoadResult } from "./lab-cloud-client.ts";
import type { ServerNews, ServerOrder } from "./lab-cloud-server.ts";

const CONCURRENCY = 200;
const WARM_UP_MS = 10_000;
const RUN_MS = 30_000;
const DEPLOYMENTS = ["gpt-4o-mini", "gpt-4.1-mini", "gpt-4.1-nano"];
/** What is still there after collecting the garbage may grow by this much: the journal and the quotas' minute fill up meanwhile. */
const KEPT_GROWTH_MB = 8;
/** The process may grow by this much: V8 doubles the place for young objects when it is busy. */
const RSS_GROWTH_MB = 48;
/** As on a small machine. Where memory is plenty V8 lets garbage lie for minutes, and growth tells nothing. */
const OLD_SPACE_MB = 128;

/** How the lab cloud is started, and what is said of it. */
interface Profile {
  readonly name: string;
  readonly timeScale: number;
  readonly about: string;
}

const PROFILES: readonly Profile[] = [
  {
    name: "paced",
    timeScale: 1,
    about: "Paced: each answer takes the time the catalog states for its model.",
  },
  { name: "at once", timeScale: 0, about: "At once: answers take no time but the server's own." },
];

export const labCloudBenchmark: Benchmark = {
  name: "lab-cloud",
  about: `${CONCURRENCY} concurrent chat streams for ${RUN_MS / 1000} s: errors, tokens a second, memory, event loop`,
  run: async (log) => {
    const figures: Figure[] = [];
    for (const profile of PROFILES) figures.push(...(await measure(profile, log)));
    return report(figures);
  },
};

const report = (figures: readonly Figure[]): BenchmarkReport => ({
  method: [
    `The lab cloud in one process, the client in another, over http on this machine; ${CONCURRENCY} streams are open at any moment, each asking one of the written prompts in turn, each read to its [DONE].`,
    `${(2 * WARM_UP_MS) / 1000} s to warm up, then ${RUN_MS / 1000} s that count, once in each profile.`,
    ...PROFILES.map(({ about }) => about),
    `The server's heap may hold ${OLD_SPACE_MB} MB of objects that have aged: V8 collects as it would on a small machine.`,
    "Memory of the server process: RSS is sampled each second while it runs, the growth is the median of the last ten samples less that of the first ten; the slope is a straight line through all of them. Kept memory is heap and buffers after collecting the garbage; its growth is from the middle of the warm-up to the end.",
    "The event loop's delay is sampled each 5 ms in the server; first event is from the question to the first bytes of the answer, seen by the client. Both share the machine's cores.",
  ],
  figures,
});

async function measure({ name, timeScale }: Profile, log: BenchmarkLog): Promise<readonly Figure[]> {
  const server = startServer(timeScale);
  const client = startChild("lab-cloud-client.ts");
  try {
    const { http, key } = await server.next("ready");
    const load = (runMs: number) => runLoad(client, orderOf(http, key, runMs));
    const start = await server.settle();
    log(`${name}: ${megabytes(start.rss)} MB at the start; warming up.`);
    await load(WARM_UP_MS);
    const warm = await server.settle();
    // Collecting by force shrinks the process; what it takes back at once is no growth of the run.
    await load(WARM_UP_MS);
    log(
      `${name}: ${megabytes(server.samples.at(-1) ?? 0)} MB after the warm-up; measuring ${RUN_MS / 1000} s.`,
    );
    server.tell("forget-delays");
    server.samples.length = 0;
    const result = await load(RUN_MS);
    const samples = server.samples.slice();
    const end = await server.settle();
    if (result.firstError) log(`${name}: first error: ${result.firstError}`);
    for (const line of server.failures) log(`${name}: ${line}`);
    return figuresOf(name, { result, samples, start, warm, end, failures: server.failures.length });
  } finally {
    for (const child of [server.child, client]) child.disconnect();
  }
}

function orderOf(url: string, key: string, runMs: number): LoadOrder {
  const prompts = readAnswerBank().answers.flatMap((answer) => answer.prompts[0] ?? []);
  return { url, key, deployments: DEPLOYMENTS, prompts, concurrency: CONCURRENCY, runMs };
}

type Settled = Extract<ServerNews, { type: "settled" }>;

interface Measured {
  readonly result: LoadResult;
  readonly samples: readonly number[];
  readonly start: Settled;
  readonly warm: Settled;
  readonly end: Settled;
  readonly failures: number;
}

function figuresOf(
  profile: string,
  { result, samples, start, warm, end, failures }: Measured,
): readonly Figure[] {
  const of = (name: string, value: number, unit: string, bar?: Figure["bar"]): Figure => ({
    name: `${profile}: ${name}`,
    value,
    unit,
    ...(bar && { bar }),
  });
  const growth = medianOf(samples.slice(-10)) - medianOf(samples.slice(0, 10));
  return [
    of("streams", result.streams, "", { atLeast: CONCURRENCY }),
    of("errors", result.errors + failures, "", { atMost: 0 }),
    of("streams a second", result.streams / result.seconds, "streams/s"),
    of("tokens a second", result.tokens / result.seconds, "tokens/s"),
    of("first event p50", result.firstEventP50Ms, "ms"),
    of("first event p99", result.firstEventP99Ms, "ms"),
    of("event loop delay p99", end.delayP99Ms, "ms"),
    of("RSS at the start", megabytes(start.rss), "MB"),
    of("RSS after warm-up", megabytes(samples[0] ?? Number.NaN), "MB"),
    of("RSS at the end", megabytes(samples.at(-1) ?? Number.NaN), "MB"),
    of("RSS growth in the run", megabytes(growth), "MB", { atMost: RSS_GROWTH_MB }),
    of("RSS slope", megabytes(slopeOf(samples) * 60), "MB/min"),
    of("growth of kept memory", megabytes(end.kept - warm.kept), "MB", { atMost: KEPT_GROWTH_MB }),
  ];
}

/** The measured process and what it told so far. */
function startServer(timeScale: number) {
  const child = startChild(
    "lab-cloud-server.ts",
    [String(timeScale)],
    ["--expose-gc", `--max-old-space-size=${OLD_SPACE_MB}`],
  );
  const samples: number[] = [];
  const failures: string[] = [];
  child.on("message", (news: ServerNews) => {
    if (news.type === "sample") samples.push(news.rss);
    if (news.type === "failed") failures.push(news.line);
  });
  const next = async <Type extends ServerNews["type"]>(type: Type): Promise<NewsOf<Type>> => {
    for (;;) {
      const news = await nextMessage<ServerNews>(child);
      if (isOf(news, type)) return news;
    }
  };
  const tell = (order: ServerOrder) => child.send(order);
  const settle = () => {
    tell("settle");
    return next("settled");
  };
  return { child, samples, failures, next, tell, settle };
}

type NewsOf<Type> = Extract<ServerNews, { readonly type: Type }>;

const isOf = <Type extends ServerNews["type"]>(news: ServerNews, type: Type): news is NewsOf<Type> =>
  news.type === type;

function runLoad(client: ChildProcess, order: LoadOrder): Promise<LoadResult> {
  client.send(order);
  return nextMessage<LoadResult>(client);
}

function startChild(file: string, args: readonly string[] = [], execArgv: readonly string[] = []) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return fork(path, [...args], { execArgv: [...execArgv], stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

/** @throws Error when the process ends instead. */
async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const settled = new AbortController();
  const ended = once(child, "exit", { signal: settled.signal }).then(([code]) => {
    throw new Error(`A measured process ended with ${code}.`);
  });
  try {
    const [message] = await Promise.race([once(child, "message", { signal: settled.signal }), ended]);
    return message as Message;
  } finally {
    settled.abort();
    ended.catch(() => {});
  }
}

const megabytes = (bytes: number) => Math.round((bytes / 1_048_576) * 10) / 10;

const medianOf = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of the straight line through values that are one second apart, by least squares. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let covariance = 0;
  let variance = 0;
  for (const [index, value] of values.entries()) {
    covariance += (index - middle) * (value - mean);
    variance += (index - middle) ** 2;
  }
  return covariance / variance;
}
