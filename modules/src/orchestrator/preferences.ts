import { z } from "zod";
import type { Random } from "../core/random.ts";
import type { BanditChoice } from "../experiments/bandit.ts";
import { createBandit } from "../experiments/create-bandit.ts";
import { type RewardedOutcome, type RewardWeights, rewardOf } from "../experiments/reward-of.ts";
import type { TuningStore } from "../experiments/tuning-store.ts";
import type { ChatAnswer } from "./chat-part.ts";
import type { House } from "./house.ts";
import type { ReadyPlan } from "./planner.ts";
import type { Run } from "./run.ts";

/** Routes whose first model is learnt from how answers turn out. */
export interface PreferenceConfig extends RewardWeights {
  readonly routes: readonly string[];
  /** Most that differ from what looks best, of all choices, 0 to 1. */
  readonly exploreAtMost: number;
}

/** What a model of a route is believed to be worth now. */
export interface PreferenceRow {
  readonly route: string;
  readonly model: string;
  /** 0 to 1: answered and rated well, less money and time. */
  readonly reward: number;
  readonly low: number;
  readonly high: number;
  /** Rewards that count, old ones less. */
  readonly rewards: number;
}

/** Learns which model of a route to ask first, and tries others just so often. */
export interface Preferences {
  /** The plan in the order that is preferred for this request; the same one where nothing is learnt. */
  order(plan: ReadyPlan, run: Run): ReadyPlan;
  /** What became of a choice; undefined where nobody answered. */
  learn(run: Run, answer: ChatAnswer | undefined): void;
  /** A rating, 0 to 1, of an answer that the chosen model gave. */
  rate(choice: BanditChoice, rating: number, answer: Pick<ChatAnswer, "costUsd" | "timing">): void;
  rows(): readonly PreferenceRow[];
  /** Writes what is not written yet. */
  close(): void;
}

export interface PreferencesOptions extends PreferenceConfig {
  readonly random: Random;
  /** Where what is learnt outlives a restart. */
  readonly store?: TuningStore | undefined;
  readonly house: () => House;
}

const SAVED_AS = "preferences";
const SAVE_EVERY = 20;

export function createPreferences({
  routes,
  store,
  house,
  random,
  exploreAtMost,
  ...weights
}: PreferencesOptions): Preferences {
  const state = savedState.safeParse(store?.load(SAVED_AS)).data;
  const bandit = createBandit({
    random,
    exploreAtMost,
    believed: (_route, model) => house().serving.named(model)[0]?.quality ?? 0.8,
    ...(state && { state }),
  });
  let unsaved = 0;
  const save = () => {
    unsaved = 0;
    store?.save(SAVED_AS, bandit.state());
  };
  const reward = (
    choice: BanditChoice,
    outcome: RewardedOutcome,
    { costUsd }: Partial<Pick<ChatAnswer, "costUsd">> = {},
  ) => {
    bandit.reward(choice, rewardOf({ ...outcome, ...(costUsd !== undefined && { costUsd }) }, weights));
    if (++unsaved >= SAVE_EVERY) save();
  };
  return {
    order(plan, run) {
      const models = routes.includes(plan.route) && !run.request.hints?.prefer ? modelsOf(plan) : [];
      if (models.length < 2) return plan;
      run.choice = bandit.choose(plan.route, models);
      return run.choice.arm === models[0] ? plan : run.house.planner.ledBy(plan, run.choice.arm);
    },
    learn({ choice, attempts, cache, timer }, answer) {
      if (!choice || cache.endsWith("hit")) return;
      const isAnswered = answer?.model === choice.arm;
      const isAtFault = attempts.some(
        ({ model, outcome, failure }) =>
          model === choice.arm && outcome === "failed" && failure !== "request" && failure !== "too-long",
      );
      if (!isAnswered && !isAtFault) return;
      reward(choice, { success: isAnswered, latencyMs: timer.elapsed() }, answer);
    },
    rate(choice, rating, answer) {
      reward(choice, { success: true, rating, latencyMs: answer.timing.totalMs }, answer);
    },
    rows: () =>
      bandit.estimates().map(({ context: route, arm: model, weight: rewards, ...figures }) => ({
        route,
        model,
        rewards,
        ...figures,
      })),
    close: save,
  };
}

/** Models on the side of the first: no choice moves a question from this machine to the cloud, or back. */
function modelsOf({ deployments }: ReadyPlan): readonly string[] {
  const isLocal = deployments[0]?.tier === "local";
  return [
    ...new Set(deployments.filter(({ tier }) => (tier === "local") === isLocal).map(({ model }) => model)),
  ];
}

const savedState = z.object({
  arms: z.array(z.object({ context: z.string(), arm: z.string(), good: z.number(), bad: z.number() })),
});
