/** What can become of a question that a weak and a strong model both answer. */
const OUTCOMES = ["both right", "both wrong", "only strong right", "only weak right"] as const;
export const OUTCOME_COUNT = OUTCOMES.length;

/** Names of the router's three classes, in the order of its logits. */
export const ROUTER_LABELS = ["weak_better", "same", "strong_better"] as const;
export type RouterLabel = (typeof ROUTER_LABELS)[number];

/**
 * A perceptron with one hidden layer of rectified units: features in, four logits out, in the order of OUTCOMES.
 * All matrices row by row.
 */
export interface Head {
  readonly inputs: number;
  readonly hidden: number;
  /** [inputs, hidden] */
  readonly weightsIn: Float32Array;
  readonly biasIn: Float32Array;
  /** [hidden, 4] */
  readonly weightsOut: Float32Array;
  readonly biasOut: Float32Array;
}

/** A head, and what else the router's graph needs to score a prompt and to explain the score. */
export interface RouterHead extends Head {
  /** The usual value of each feature: what a feature is set to when the score without it is asked. */
  readonly means: Float32Array;
  /**
   * How much P(weak wrong) counts in the score beside the gain. The gain alone orders questions best by what the strong model
   * adds; a little of the other carries over better to subjects not seen before.
   */
  readonly weakWrongShare: number;
}

/** What the router says of one prompt. */
export interface Estimate {
  /** P(strong better) - P(weak better) + weakWrongShare x P(weak wrong): higher to the strong model. */
  readonly gain: number;
  readonly probabilities: Readonly<Record<RouterLabel, number>>;
  /** Probability that the weak model's answer is wrong, whatever the strong one's is. */
  readonly weakWrong: number;
}

/** Runs the head in plain TypeScript, for training and to check the graph, which gives the same. */
export function applyHead(head: RouterHead, features: Float32Array): Estimate {
  const [bothRight = 0, bothWrong = 0, onlyStrong = 0, onlyWeak = 0] = softmax(logitsOf(head, features));
  const weakWrong = bothWrong + onlyStrong;
  return {
    gain: onlyStrong - onlyWeak + head.weakWrongShare * weakWrong,
    probabilities: { weak_better: onlyWeak, same: bothRight + bothWrong, strong_better: onlyStrong },
    weakWrong,
  };
}

function logitsOf(
  { biasIn, biasOut, hidden, weightsIn, weightsOut }: Head,
  features: Float32Array,
): number[] {
  const inner = Float64Array.from(biasIn);
  for (const [input, value] of features.entries()) {
    for (let unit = 0; unit < hidden; unit++)
      inner[unit] = (inner[unit] ?? 0) + value * (weightsIn[input * hidden + unit] ?? 0);
  }
  return Array.from(biasOut, (bias, outcome) =>
    inner.reduce(
      (sum, value, unit) => sum + Math.max(0, value) * (weightsOut[unit * OUTCOME_COUNT + outcome] ?? 0),
      bias,
    ),
  );
}

/** Logits as probabilities. */
export function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** What each outcome adds to the gain, in the order of OUTCOMES. */
export const worthOfOutcomes = (weakWrongShare: number): Float32Array =>
  Float32Array.of(0, weakWrongShare, 1 + weakWrongShare, -1);
