import { type ScoreScale, scoreOfGain } from "./router-config.ts";

/**
 * How sure a router may be of a decision, as it was measured on rows that it had not learnt from. Where outcomes are known a
 * decision is right when the other model does not answer better; on labelled prompts, when it is the label's. The two are
 * not alike, so a text's confidence is what holds for either kind, as much as the text looks like that kind.
 */
export interface ConfidenceScale {
  /** Logistic regression over the features: the probability that a text is of the kind whose outcomes are known. */
  readonly familiar: { readonly weights: readonly number[]; readonly bias: number };
  /** From the logit of the head's own probability, that the other model is not better, to how often that held. */
  readonly outcomes: ScoreScale;
  readonly labels: ScoreScale;
}

/** How sure a decision is, and how much the text looks like those whose outcomes are known. Both 0 to 1. */
export interface Confidence {
  readonly confidence: number;
  readonly familiarity: number;
}

/** @param notWorse the head's probability that the model that was not chosen would not answer better */
export function confidenceOf(
  { familiar, outcomes, labels }: ConfidenceScale,
  features: Float32Array,
  notWorse: number,
): Confidence {
  const { weights, bias } = familiar;
  const familiarity = logistic(features.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), bias));
  const logit = logitOf(notWorse);
  const confidence =
    familiarity * scoreOfGain(logit, outcomes) + (1 - familiarity) * scoreOfGain(logit, labels);
  return { confidence, familiarity };
}

/** Beyond this a probability tells nothing that was measured. */
const LEAST = 1e-4;

/** The logarithm of a probability's odds, held within what can be measured. */
export function logitOf(probability: number): number {
  const held = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(held / (1 - held));
}

const logistic = (logit: number) => 1 / (1 + Math.exp(-logit));
