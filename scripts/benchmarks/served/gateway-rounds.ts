import type { BenchmarkLog } from "../benchmark.ts";
import type { UpstreamPace } from "./instant-upstream.ts";
import type { LoadOrder, LoadResult } from "./load-order.ts";
import { PROMPTS } from "./prompts.ts";
import type { MeasuredProcess } from "./start-process.ts";

/** How much is measured. */
export interface GatewaySizes {
  readonly starts: number;
  /** Requests to each server before the first that counts. */
  readonly warmUp: number;
  readonly warmUpStreams: number;
  readonly rounds: number;
  /** Of each round and server. */
  readonly requests: number;
  readonly streams: number;
  /** Milliseconds of a round at a fixed rate. */
  readonly rateMs: number;
  readonly manyConnections: number;
  readonly manyMs: number;
}

/** What one server did in one round. */
export interface Measured extends LoadResult {
  /** CPU time for each answer, in microseconds; NaN of the upstream. */
  readonly cpuUs: number;
  /** Milliseconds that its event loop was late, at the 99th percentile. */
  readonly loopP99Ms: number;
}

export type Target = "direct" | "proxy" | "orchestrator";

/** Rounds of one kind of load: in each round every target in turn. */
export type Round = Readonly<Partial<Record<Target, Measured>>>;

export interface Rounds {
  /** 64 connections, whole answers at once. */
  readonly whole: readonly Round[];
  /** 50 requests a second. */
  readonly calm: readonly Round[];
  /** 64 connections, streams of 53 events at once. */
  readonly streamed: readonly Round[];
  /** 25 streams a second, 20 events 5 ms apart. */
  readonly calmStreams: readonly Round[];
  /** 1000 connections, an upstream that takes 50 ms. */
  readonly many: readonly Round[];
}

export interface RoundOptions {
  readonly upstream: MeasuredProcess;
  readonly proxy: MeasuredProcess;
  readonly orchestrator: MeasuredProcess;
  readonly client: MeasuredProcess;
  readonly key: string;
  readonly sizes: GatewaySizes;
  readonly log: BenchmarkLog;
}

const CONNECTIONS = 64;

type Load = Omit<LoadOrder, "url" | "key" | "bodies"> & { readonly stream?: boolean };

/** Puts every kind of load on each server, in turn within a round, so that all meet the same noise of the machine. */
export async function measureRounds(options: RoundOptions): Promise<Rounds> {
  const { sizes, upstream, log } = options;
  const { rounds, requests, streams, rateMs } = sizes;
  const pace = (order: Omit<UpstreamPace, "type">) => upstream.child.send({ type: "pace", ...order });
  const run = async (name: string, targets: readonly Target[], times: number, load: Load) => {
    const done: Round[] = [];
    for (let round = 0; round < times; round++)
      done.push(await runRound(round % 2 ? targets.toReversed() : targets, load, options));
    log(`${name}: ${targets.map((target) => describe(target, done.at(-1)?.[target])).join("; ")}`);
    return done;
  };
  const pair = ["proxy", "orchestrator"] as const;
  const all = ["direct", ...pair] as const;

  pace({ delayMs: 0, events: 50, gapMs: 0 });
  await run("warm-up", pair, 1, { connections: CONNECTIONS, requests: sizes.warmUp });
  await run("warm-up, streams", pair, 1, {
    connections: CONNECTIONS,
    requests: sizes.warmUpStreams,
    stream: true,
  });
  const whole = await run("whole answers", pair, rounds, { connections: CONNECTIONS, requests });
  const streamed = await run("streams", pair, rounds, {
    connections: CONNECTIONS,
    requests: streams,
    stream: true,
  });
  const calm = await run("50 a second", all, Math.ceil(rounds / 2), {
    connections: 8,
    forMs: rateMs,
    perSecond: 50,
  });
  pace({ delayMs: 0, events: 20, gapMs: 5 });
  const calmStreams = await run("25 streams a second", all, Math.ceil(rounds / 2), {
    connections: 16,
    forMs: rateMs,
    perSecond: 25,
    stream: true,
  });
  pace({ delayMs: 50, events: 20, gapMs: 0 });
  const many = await run(`${sizes.manyConnections} connections`, pair, Math.ceil(rounds / 2), {
    connections: sizes.manyConnections,
    forMs: sizes.manyMs,
  });
  return { whole, calm, streamed, calmStreams, many };
}

async function runRound(targets: readonly Target[], load: Load, options: RoundOptions): Promise<Round> {
  const done: Partial<Record<Target, Measured>> = {};
  for (const target of targets) done[target] = await measure(target, load, options);
  return done;
}

async function measure(
  target: Target,
  { stream = false, ...load }: Load,
  { upstream, proxy, orchestrator, client, key }: RoundOptions,
): Promise<Measured> {
  const server = { direct: upstream, proxy, orchestrator }[target];
  server.forgetDelays();
  const before = await server.figures();
  const order: LoadOrder = { ...load, url: server.url, key, bodies: bodiesOf(stream) };
  const result = await client.ask<LoadResult>(order);
  const { cpuUs, loopP99Ms } = await server.figures();
  if (result.answered === 0) throw new Error(`${target} answered nothing: ${result.firstError}`);
  return { ...result, cpuUs: (cpuUs - before.cpuUs) / result.answered, loopP99Ms };
}

const bodiesOf = (stream: boolean): readonly string[] =>
  PROMPTS.map((content) =>
    JSON.stringify({ model: "auto", messages: [{ role: "user", content }], ...(stream && { stream }) }),
  );

function describe(target: Target, measured: Measured | undefined): string {
  if (!measured) return target;
  const { cpuUs, answered, seconds, errors, ms } = measured;
  return `${target} ${Math.round(answered / seconds)}/s, ${cpuUs.toFixed(0)} µs CPU, p50 ${ms.p50.toFixed(2)} ms, ${errors} errors`;
}
