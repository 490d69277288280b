import { createRandom, type Random } from "../../modules/src/core/random.ts";
import { createBandit } from "../../modules/src/experiments/create-bandit.ts";
import { type BanditWorld, banditWorlds, CONTEXTS, MODELS } from "./bandit-worlds.ts";
import type { Benchmark, BenchmarkLog, BenchmarkReport, Figure } from "./benchmark.ts";

const RUNS = 100;
const REQUESTS = 6_000;
/** Share of requests after which an even A/B split names its winner. */
const SPLIT_SHARE = 0.1;
const EPSILON = 0.1;
/** The bandit must lose at most this part of what the compared policy loses. */
const BARS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  steady: { "even split for good": 0.2, "fixed order": 0.5 },
  breaks: { "split, then winner": 0.5, "fixed order": 0.5 },
  "well ordered": { "even split for good": 0.3 },
  "few ratings": { "even split for good": 0.5 },
};

export const banditBenchmark: Benchmark = {
  name: "bandit",
  about: "What a bandit's route preferences lose against the best model, on simulated rewards",
  run: runBanditBenchmark,
};

/** Chooses a model and learns what it was worth. */
interface Policy {
  choose(context: string): string;
  learn(context: string, model: string, reward: number): void;
}

type MakePolicy = (random: Random) => Policy;

const policies: Readonly<Record<string, MakePolicy>> = {
  bandit: (random) => banditPolicy(random, 0.2),
  "bandit, no cap": (random) => banditPolicy(random, 1),
  "fixed order": () => ({ choose: () => MODELS[0] ?? "", learn: () => {} }),
  "even split for good": (random) => ({ choose: () => pick(random), learn: () => {} }),
  "split, then winner": splitPolicy,
  "epsilon-greedy": epsilonPolicy,
};

function banditPolicy(random: Random, exploreAtMost: number): Policy {
  const bandit = createBandit({ random, exploreAtMost });
  return {
    choose: (context) => bandit.choose(context, MODELS).arm,
    learn: (context, arm, reward) => bandit.reward({ context, arm }, reward),
  };
}

function splitPolicy(random: Random): Policy {
  const means = createMeans();
  let asked = 0;
  return {
    choose: (context) => (asked++ < SPLIT_SHARE * REQUESTS ? pick(random) : means.best(context)),
    learn: (context, model, reward) => {
      if (asked <= SPLIT_SHARE * REQUESTS) means.add(context, model, reward);
    },
  };
}

function epsilonPolicy(random: Random): Policy {
  const means = createMeans();
  return {
    choose: (context) => (random() < EPSILON ? pick(random) : means.best(context)),
    learn: means.add,
  };
}

const pick = (random: Random) => MODELS[Math.floor(random() * MODELS.length)] ?? "";

function createMeans() {
  const rows = new Map<string, { sum: number; count: number }>();
  const meanOf = (context: string, model: string) => {
    const row = rows.get(`${context} ${model}`);
    return row ? row.sum / row.count : 0.5;
  };
  return {
    add(context: string, model: string, reward: number): void {
      const row = rows.get(`${context} ${model}`) ?? { sum: 0, count: 0 };
      rows.set(`${context} ${model}`, { sum: row.sum + reward, count: row.count + 1 });
    },
    best: (context: string) =>
      MODELS.reduce((best, model) => (meanOf(context, model) > meanOf(context, best) ? model : best)),
  };
}

/** Mean reward lost per 100 requests against always choosing the best model of the moment. */
function lossOf(world: BanditWorld, makePolicy: MakePolicy, seed: number): number {
  const random = createRandom(seed);
  const policy = makePolicy(createRandom(seed + 1_000_003));
  const late: (() => void)[] = [];
  let lost = 0;
  for (let request = 0; request < REQUESTS; request++) {
    const context = CONTEXTS[Math.floor(random() * CONTEXTS.length)] ?? "";
    const model = policy.choose(context);
    const worth = (of: string) => world.worth(context, of, request / REQUESTS);
    lost += Math.max(...MODELS.map(worth)) - worth(model);
    const reward = random() < worth(model) ? 1 : 0;
    if (random() < world.ratedShare) late.push(() => policy.learn(context, model, reward));
    if (late.length > world.delay) late.shift()?.();
  }
  return (100 * lost) / REQUESTS;
}

async function runBanditBenchmark(log: BenchmarkLog): Promise<BenchmarkReport> {
  const figures: Figure[] = [];
  for (const world of banditWorlds) {
    log(`${world.name}: ${world.about}`);
    const losses = new Map(
      Object.entries(policies).map(([name, makePolicy]) => [
        name,
        Array.from({ length: RUNS }, (_, run) => lossOf(world, makePolicy, run + 1)),
      ]),
    );
    figures.push(...figuresOf(world.name, losses));
  }
  return {
    method: [
      `Simulated rewards, no model is asked: ${RUNS} seeded runs of ${REQUESTS} requests in each world; ${CONTEXTS.length} kinds of request, ${MODELS.length} models, rewards of 0 or 1.`,
      "A loss is the expected reward given up against the best model of the moment, per 100 requests, mean over the runs; ± is 1.96 standard errors.",
      `The bandit is createBandit as it comes (it explores at most every fifth request and forgets after 500 rewards); split, then winner, deals evenly for ${SPLIT_SHARE * REQUESTS} requests and keeps to the winner of each kind; epsilon-greedy picks blindly every tenth time.`,
      ...banditWorlds.map(({ name, about }) => `${name}: ${about}`),
    ],
    figures,
  };
}

function figuresOf(world: string, losses: ReadonlyMap<string, readonly number[]>): readonly Figure[] {
  const bandit = meanOf(losses.get("bandit") ?? []);
  return [...losses].flatMap(([policy, values]): Figure[] => {
    const mean = meanOf(values);
    const error = (1.96 * spreadOf(values)) / Math.sqrt(values.length);
    const loss = { name: `${world}: ${policy} loses (± ${error.toFixed(2)})`, value: mean, unit: "" };
    const atMost = BARS[world]?.[policy];
    if (atMost === undefined) return [loss];
    return [loss, { name: `${world}: bandit to ${policy}`, value: bandit / mean, unit: "", bar: { atMost } }];
  });
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
