import { LabError } from "../core/errors.ts";
import type { Random } from "../core/random.ts";
import type { ArmEstimate, Bandit, BanditChoice, BanditState } from "./bandit.ts";
import { sampleBeta } from "./sample-beta.ts";

export interface BanditOptions {
  readonly random: Random;
  /** What an arm is believed to be worth before any reward, 0 to 1: a declared quality, say. Default 0.5. */
  readonly believed?: (context: string, arm: string) => number;
  /** How many rewards that belief counts as. Default 2. */
  readonly beliefWeight?: number;
  /** Rewards that count, at most: older ones fade, so that a model that gets worse is noticed. Default 500. */
  readonly memory?: number;
  /** At most this share of choices may differ from the arm that looks best, 0 to 1. Default 0.2. */
  readonly exploreAtMost?: number;
  /** What an earlier one knew: `state()`. */
  readonly state?: BanditState;
}

interface ArmRecord {
  good: number;
  bad: number;
}

/** Contexts beyond these share one record, so that no input can make it grow. */
const MOST_CONTEXTS = 1_000;
const OTHER = "other";
/** Explorations that may be saved up. */
const BURST = 3;

/**
 * A bandit by Thompson sampling: each arm's worth is drawn from what is believed of it, and the best draw is taken; so an arm is
 * tried as often as it may yet be the best. Rewards between 0 and 1 count as parts of a success.
 */
export function createBandit(options: BanditOptions): Bandit {
  const { random, believed = () => 0.5, beliefWeight = 2, memory = 500, exploreAtMost = 0.2 } = options;
  const contexts = restore(options.state);
  const fade = 1 - 1 / memory;
  let allowance = BURST;

  const keyOf = (context: string) =>
    contexts.has(context) || contexts.size < MOST_CONTEXTS ? context : OTHER;

  function beliefOf(context: string, arm: string): ArmRecord {
    const record = contexts.get(context)?.get(arm);
    const mean = Math.min(1, Math.max(0, believed(context, arm)));
    // Both stay above 0, or a declared 1 could never be doubted.
    return {
      good: Math.max(0.05, mean * beliefWeight) + (record?.good ?? 0),
      bad: Math.max(0.05, (1 - mean) * beliefWeight) + (record?.bad ?? 0),
    };
  }

  return {
    choose(asked, arms): BanditChoice {
      const [only, second] = arms;
      if (only === undefined) throw noArms();
      const context = keyOf(asked);
      if (second === undefined) return { arm: only, context, explored: false };
      const beliefs = arms.map((arm) => ({ arm, ...beliefOf(context, arm) }));
      const best = largest(beliefs, meanOf);
      const drawn = largest(beliefs, ({ good, bad }) => sampleBeta(random, good, bad));
      allowance = Math.min(BURST, allowance + exploreAtMost);
      if (drawn.arm === best.arm || allowance < 1) return { arm: best.arm, context, explored: false };
      allowance -= 1;
      return { arm: drawn.arm, context, explored: true };
    },
    reward({ arm, context: asked }, reward) {
      if (Number.isNaN(reward)) return;
      const context = keyOf(asked);
      const records = contexts.get(context) ?? new Map<string, ArmRecord>();
      contexts.set(context, records);
      for (const record of records.values()) {
        record.good *= fade;
        record.bad *= fade;
      }
      const record = records.get(arm) ?? { good: 0, bad: 0 };
      const held = Math.min(1, Math.max(0, reward));
      records.set(arm, { good: record.good + held, bad: record.bad + 1 - held });
    },
    estimates: () =>
      rows(contexts).map(({ context, arm, good, bad }) =>
        estimateOf(context, arm, beliefOf(context, arm), good + bad),
      ),
    state: () => ({ arms: rows(contexts) }),
  };
}

type Contexts = Map<string, Map<string, ArmRecord>>;

function restore(state: BanditState | undefined): Contexts {
  const contexts: Contexts = new Map();
  for (const { context, arm, good, bad } of state?.arms ?? []) {
    const records = contexts.get(context) ?? new Map<string, ArmRecord>();
    contexts.set(context, records.set(arm, { good, bad }));
  }
  return contexts;
}

const rows = (contexts: Contexts) =>
  [...contexts].flatMap(([context, records]) =>
    [...records].map(([arm, { good, bad }]) => ({ context, arm, good, bad })),
  );

const meanOf = ({ good, bad }: ArmRecord) => good / (good + bad);

/** The middle of the belief and its middle 95 %. */
function estimateOf(context: string, arm: string, belief: ArmRecord, weight: number): ArmEstimate {
  const reward = meanOf(belief);
  const error = 1.96 * Math.sqrt((reward * (1 - reward)) / (belief.good + belief.bad + 1));
  return {
    arm,
    context,
    reward,
    low: Math.max(0, reward - error),
    high: Math.min(1, reward + error),
    weight,
  };
}

/** The first of the largest. */
function largest<Item>(items: readonly Item[], measure: (item: Item) => number): Item {
  const measured = items.map((item) => ({ item, value: measure(item) }));
  return measured.reduce((best, next) => (next.value > best.value ? next : best)).item;
}

const noArms = () =>
  new LabError("There is nothing to choose from.", {
    code: "BANDIT_NO_ARMS",
    hint: "Pass at least one model or route.",
  });
