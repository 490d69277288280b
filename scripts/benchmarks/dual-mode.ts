import { user } from "../../modules/src/chat/message.ts";
import { loadSettings } from "../../modules/src/config/index.ts";
import { type LabCloud, startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { createDualMode, type DualMode } from "../../modules/src/providers/dual-mode.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import { medianOf, quantile } from "./served/quantile.ts";

export interface DualModeSizes {
  /** Questions that each mode is asked, one after the other. */
  readonly pairs: number;
  /** Questions of one round under load, and how many of them at a time. */
  readonly loaded: number;
  readonly atOnce: number;
  readonly rounds: number;
}

const SIZES: DualModeSizes = { pairs: 100, loaded: 64, atOnce: 8, rounds: 4 };
const MODEL = "gpt-4o-mini";
const QUESTION = "What is the capital of France?";

export const dualModeBenchmark: Benchmark = {
  name: "dual-mode",
  about: "The same questions through Foundry and directly: times, throughput and what is streamed",
  run: (log) => runDualModeBenchmark(log, SIZES),
};

/** The benchmark in any size. Set BENCH_LIVE=true to ask what .env names instead of a lab cloud; that costs money. */
export async function runDualModeBenchmark(
  log: BenchmarkLog,
  sizes: DualModeSizes,
): Promise<BenchmarkReport> {
  const isLive = process.env.BENCH_LIVE === "true";
  const cloud = isLive ? undefined : await startLabCloud({ localModel: "simulated", timeScale: 0 });
  try {
    const modes = { azure: modeOf("true", cloud), direct: modeOf("false", cloud) };
    // What both load and open at their first call is no difference between them.
    for (let turn = 0; turn < 5; turn++) for (const mode of Object.values(modes)) await askOnce(mode);
    log(`${sizes.pairs} questions by turns.`);
    const pairs = await askByTurns(modes, sizes.pairs);
    log(`${sizes.rounds} rounds of ${sizes.loaded} questions, ${sizes.atOnce} at a time.`);
    const rates = await askUnderLoad(modes, sizes);
    return { method: methodOf(isLive, sizes), figures: [...timesOf(pairs), ...sameness(pairs), ...rates] };
  } finally {
    await cloud?.close();
  }
}

/** The settings of one mode; they differ in nothing but the switch. */
function modeOf(useFoundry: "true" | "false", cloud: LabCloud | undefined): DualMode {
  const environment = cloud
    ? {
        ...cloud.env,
        AZURE_AI_FOUNDRY_ENDPOINT: cloud.http,
        AZURE_AI_FOUNDRY_API_KEY: cloud.env.AZURE_OPENAI_API_KEY,
        OPENAI_BASE_URL: cloud.env.LAB_OPENAI_URL,
        OPENAI_API_KEY: cloud.env.LAB_OPENAI_API_KEY,
      }
    : process.env;
  const { settings } = loadSettings({
    environment: { ...environment, USE_AZURE_FOUNDRY: useFoundry },
    ...(cloud && { envFile: false }),
  });
  return createDualMode(settings);
}

interface Asked {
  readonly firstMs: number;
  readonly wholeMs: number;
  readonly text: string;
  /** Pieces that the text came in. */
  readonly pieces: number;
}

async function askOnce(mode: DualMode): Promise<Asked> {
  const from = performance.now();
  let firstMs = Number.NaN;
  let text = "";
  let pieces = 0;
  for await (const part of mode.invokeStream({ model: MODEL, messages: [user(QUESTION)], maxTokens: 30 })) {
    if (part.type === "error") throw new Error(`${mode.mode}: ${part.message}`);
    if (part.type !== "text") continue;
    if (pieces === 0) firstMs = performance.now() - from;
    text += part.text;
    pieces++;
  }
  return { firstMs, wholeMs: performance.now() - from, text, pieces };
}

type Modes = Readonly<Record<"azure" | "direct", DualMode>>;
type Pair = Readonly<Record<"azure" | "direct", Asked>>;

/** One after the other, and each mode as often first as second. */
async function askByTurns({ azure, direct }: Modes, count: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let turn = 0; turn < count; turn++) {
    if (turn % 2 === 0) pairs.push({ azure: await askOnce(azure), direct: await askOnce(direct) });
    else {
      const second = await askOnce(direct);
      pairs.push({ azure: await askOnce(azure), direct: second });
    }
  }
  return pairs;
}

function timesOf(pairs: readonly Pair[]): readonly Figure[] {
  return (["firstMs", "wholeMs"] as const).flatMap((what) => {
    const name = what === "firstMs" ? "first word" : "whole answer";
    const of = (mode: keyof Pair) => pairs.map((pair) => pair[mode][what]);
    const added = pairs.map(({ azure, direct }) => azure[what] - direct[what]);
    const sorted = added.toSorted((one, other) => one - other);
    return [
      { name: `${name}, azure, p50`, value: medianOf(of("azure")), unit: "ms" },
      { name: `${name}, direct, p50`, value: medianOf(of("direct")), unit: "ms" },
      { name: `${name}, added by azure, median of pairs`, value: medianOf(added), unit: "ms" },
      { name: `${name}, added by azure, p25`, value: quantile(sorted, 0.25), unit: "ms" },
      { name: `${name}, added by azure, p75`, value: quantile(sorted, 0.75), unit: "ms" },
    ];
  });
}

/** Of a lab cloud the answers are fixed, so that every difference is the mode's. */
function sameness(pairs: readonly Pair[]): readonly Figure[] {
  const bar = process.env.BENCH_LIVE === "true" ? {} : { bar: { atMost: 0 } };
  const differing = (differ: (pair: Pair) => boolean) => pairs.filter(differ).length;
  return [
    {
      name: "answers that differ",
      value: differing(({ azure, direct }) => azure.text !== direct.text),
      unit: "",
      ...bar,
    },
    {
      name: "answers that came in other pieces",
      value: differing(({ azure, direct }) => azure.pieces !== direct.pieces),
      unit: "",
      ...bar,
    },
  ];
}

async function askUnderLoad(
  modes: Modes,
  { loaded, atOnce, rounds }: DualModeSizes,
): Promise<readonly Figure[]> {
  const rates = { azure: [] as number[], direct: [] as number[] };
  for (let round = 0; round < rounds; round++)
    for (const mode of round % 2 === 0 ? (["azure", "direct"] as const) : (["direct", "azure"] as const)) {
      const from = performance.now();
      let left = loaded;
      const work = async () => {
        while (left-- > 0) await askOnce(modes[mode]);
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      rates[mode].push((loaded / (performance.now() - from)) * 1000);
    }
  return [
    { name: "throughput, azure", value: medianOf(rates.azure), unit: "answers/s" },
    { name: "throughput, direct", value: medianOf(rates.direct), unit: "answers/s" },
    { name: "throughput, azure / direct", value: medianOf(rates.azure) / medianOf(rates.direct), unit: "" },
  ];
}

const methodOf = (isLive: boolean, { pairs, loaded, atOnce, rounds }: DualModeSizes) => [
  isLive
    ? "Against what .env names: a real resource of Azure and OpenAI's own service."
    : "Against a lab cloud in this process, whose answers take no time of their own (time scale 0): the difference is that of the two wire forms, and says nothing about Azure's network. BENCH_LIVE=true asks what .env names instead, for money.",
  `${pairs} pairs of one streamed question to ${MODEL}, one at a time and by turns, after 5 of each to warm up; added is the difference within a pair.`,
  `Throughput: ${loaded} questions, ${atOnce} at a time, ${rounds} rounds of each mode by turns, medians.`,
];
