import { Agent } from "undici";
import { createRandom } from "../../modules/src/core/random.ts";
import { bootstrapInterval, type LabelledPrompt, readPrompts } from "../../modules/src/evaluation/index.ts";
import { startLabCloud } from "../../modules/src/lab-cloud/index.ts";
import { createRuleRouter } from "../../modules/src/routers/index.ts";
import type { Target } from "../../modules/src/routers/router.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";
import { type AskedChat, askChat } from "./served/ask-chat.ts";
import { ORCHESTRATOR, writeHouseFiles } from "./served/house-files.ts";
import { quantile } from "./served/quantile.ts";
import { measureRuleCost } from "./served/rule-cost.ts";
import { startProcess } from "./served/start-process.ts";

export interface MixSizes {
  /** Prompts that are answered, drawn by the mix. */
  readonly answered: number;
  readonly atOnce: number;
  readonly ruleCalls: number;
}

const SIZES: MixSizes = { answered: 200, atOnce: 16, ruleCalls: 2000 };

/** The mix of a workshop's day, by class of the prompts: shares of all that is asked. */
const MIX = { simple: 0.7, moderate: 0.15, complex: 0.15 } as const;

export const mixBenchmark: Benchmark = {
  name: "mix",
  about:
    "Share of prompts that stay local on a declared mix, times by provenance, cost of keywords and chains",
  run: (log) => runMixBenchmark(log, SIZES),
};

/** The benchmark in any size. */
export async function runMixBenchmark(log: BenchmarkLog, sizes: MixSizes): Promise<BenchmarkReport> {
  const routed = await routeAll();
  const ofSplit = (split: LabelledPrompt["split"]) => routed.filter(({ row }) => row.split === split);
  const rows = ofSplit("test");
  log(`${routed.length} prompts routed.`);
  const times = await answerSome(rows, sizes, log);
  const costs = await measureRuleCost(sizes.ruleCalls);
  return {
    method: [
      `Shares: the rule router as shipped on the test split of data/prompts (${rows.length} prompts, which its words were not chosen on); 95 % bootstrap intervals, templates drawn together. Labels and classes are opinions by a written rule.`,
      `The mix is declared here: ${Object.entries(MIX)
        .map(([name, share]) => `${share * 100} % ${name}`)
        .join(
          ", ",
        )}; each class weighs so much, whatever its number of rows. "As in the file" weighs each row alike.`,
      `Times: ${sizes.answered} prompts drawn by the mix, ${sizes.atOnce} at a time, streamed to the last byte through npm run orchestrator --profile basic to the lab cloud with the catalog's times (time scale 1). Both are simulated, so no time here is a real model's: the cloud takes what the catalog states, the local model only what writing its answer down takes.`,
      "Keywords: one decision of a keyword router with so many keywords in all on a prompt of 200 characters. Chains: from the call to the first word when all deployments of the chain but the last fail at once, in memory, without retries. Medians over rounds.",
    ],
    figures: [
      ...shares(rows),
      {
        name: "of the mix to the cloud, were every decision as its label",
        value: cloudShareOfMix(rows.map(({ row }) => ({ row, target: row.target }))),
        unit: "%",
      },
      {
        name: "of the mix to the cloud, on prompts that the words were chosen on",
        value: cloudShareOfMix(ofSplit("dev")),
        unit: "%",
      },
      ...times,
      ...costs,
    ],
  };
}

interface RoutedRow {
  readonly row: LabelledPrompt;
  readonly target: Target;
}

async function routeAll(): Promise<readonly RoutedRow[]> {
  const router = createRuleRouter();
  const routed: RoutedRow[] = [];
  for (const row of readPrompts()) routed.push({ row, target: (await router.route(row.prompt)).target });
  return routed;
}

function shares(rows: readonly RoutedRow[]): readonly Figure[] {
  const isSimple = ({ row }: RoutedRow) => row.complexity === "simple";
  const simple = rows.filter(isSimple);
  return [
    ...withInterval("simple prompts that stay local", simple, localShare, { atLeast: 70 }),
    ...withInterval("of the mix to the cloud", rows, cloudShareOfMix, { atMost: 30 }),
    ...withInterval("of the mix that stays local", rows, (sample) => 100 - cloudShareOfMix(sample)),
    ...withInterval("as in the file: to the cloud", rows, (sample) => 100 - localShare(sample)),
  ];
}

const localShare = (rows: readonly RoutedRow[]) =>
  (rows.filter(({ target }) => target === "local").length / rows.length) * 100;

/** NaN for a sample that lacks a class. */
const cloudShareOfMix = (rows: readonly RoutedRow[]) =>
  Object.entries(MIX).reduce((sum, [name, share]) => {
    const ofClass = rows.filter(({ row }) => row.complexity === name);
    return sum + share * (100 - localShare(ofClass));
  }, 0);

function withInterval(
  name: string,
  rows: readonly RoutedRow[],
  measure: (sample: readonly RoutedRow[]) => number,
  bar?: Figure["bar"],
): readonly Figure[] {
  const { value, low, high } = bootstrapInterval(rows, measure, { groupOf: ({ row }) => row.template });
  return [
    { name, value, unit: "%", ...(bar && { bar }) },
    { name: `${name}, from`, value: low, unit: "%" },
    { name: `${name}, to`, value: high, unit: "%" },
  ];
}

/** Draws prompts by the mix, so that each class comes as often as it says. */
function drawByMix(rows: readonly RoutedRow[], count: number): readonly LabelledPrompt[] {
  const random = createRandom(7);
  const byClass = Map.groupBy(rows, ({ row }) => row.complexity);
  return Object.entries(MIX).flatMap(([name, share]) => {
    const ofClass = byClass.get(name as keyof typeof MIX) ?? [];
    return Array.from({ length: Math.round(count * share) }, () => {
      const drawn = ofClass[Math.floor(random() * ofClass.length)];
      if (!drawn) throw new Error(`There is no ${name} prompt.`);
      return drawn.row;
    });
  });
}

async function answerSome(
  rows: readonly RoutedRow[],
  { answered, atOnce }: MixSizes,
  log: BenchmarkLog,
): Promise<readonly Figure[]> {
  const files = writeHouseFiles();
  const cloud = await startLabCloud({ localModel: "simulated", timeScale: 1 });
  const dispatcher = new Agent({ connections: atOnce, pipelining: 1 });
  try {
    const server = await startProcess(ORCHESTRATOR, ["--profile", "basic", ...files.access], cloud.env);
    const waiting = [...drawByMix(rows, answered)];
    const asked: AskedChat[] = [];
    const work = async () => {
      for (let row = waiting.pop(); row; row = waiting.pop())
        asked.push(
          await askChat({ url: server.url, key: files.key, prompt: row.prompt, stream: true, dispatcher }),
        );
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, work));
    } finally {
      await server.kill();
    }
    const failed = asked.filter(({ isWhole }) => !isWhole);
    log(`${asked.length} answered, ${failed.length} of them not to the end. ${failed[0]?.error ?? ""}`);
    return timesOf(asked);
  } finally {
    await dispatcher.destroy();
    await cloud.close();
    files.close();
  }
}

/** By tier and provenance: who answered, and whether a real model did. */
function timesOf(asked: readonly AskedChat[]): readonly Figure[] {
  const groups = Map.groupBy(
    asked.filter(({ isWhole }) => isWhole),
    ({ tier, provenance }) => `${tier === "local" ? "local" : "cloud"}, ${provenance}`,
  );
  return [...groups].flatMap(([name, chats]) => {
    const sorted = Float64Array.from(chats.map(({ ms }) => ms)).sort();
    return [
      { name: `${name}: answers`, value: chats.length, unit: "" },
      { name: `${name}: p50`, value: quantile(sorted, 0.5), unit: "ms" },
      { name: `${name}: p95`, value: quantile(sorted, 0.95), unit: "ms" },
    ];
  });
}
