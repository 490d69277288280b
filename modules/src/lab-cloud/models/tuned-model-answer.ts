import type { TokenChoice } from "../../chat/stream-part.ts";
import type { SimulatedAnswer, SplitText } from "./simulated-model.ts";

/** A label and how likely it is. */
export interface LabelChoice {
  readonly label: string;
  /** Natural logarithm of its probability. */
  readonly logprob: number;
}

/** An answer whose tokens have known probabilities. */
export interface LikelyAnswer extends SimulatedAnswer {
  /** One for each piece; none when a stop text cut the answer. */
  readonly tokens: readonly TokenChoice[];
}

export interface AnswerTokenLimits {
  readonly maxTokens?: number | undefined;
  /** The answer ends before the first of these. */
  readonly stop?: readonly string[];
}

/** What services send for a token that is next to impossible. */
const LEAST_LOGPROB = -9999;

/**
 * Says the likeliest label. The probability of each token is that of all labels that begin with it, given the tokens before:
 * those of a label's tokens together make the label's own, unless another label goes on where it ends.
 */
export function answerWithLabel(
  choices: readonly LabelChoice[],
  split: (text: string) => SplitText,
  { maxTokens = Number.POSITIVE_INFINITY, stop = [] }: AnswerTokenLimits = {},
): LikelyAnswer {
  const [best, ...others] = choices
    .toSorted((a, b) => b.logprob - a.logprob)
    .map(({ label, logprob }) => ({ pieces: split(label).pieces, label, probability: Math.exp(logprob) }));
  if (!best) throw new Error("A tuned model has no labels.");
  const tokens = tokensOf(best, others);
  const limited = tokens.slice(0, maxTokens);
  const whole = limited.map(({ token }) => token).join("");
  const text = cutAtStop(whole, stop);
  if (text !== whole) return { ...split(text), finishReason: "stop", tokens: [] };
  const finishReason = limited.length < tokens.length ? "length" : "stop";
  const pieces = limited.map(({ token }) => token);
  return { text, pieces, completionTokens: limited.length, finishReason, tokens: limited };
}

interface SplitLabel {
  readonly pieces: readonly string[];
  readonly probability: number;
}

function tokensOf(best: SplitLabel, others: readonly SplitLabel[]): TokenChoice[] {
  let possible = [best, ...others];
  return best.pieces.map((token, at) => {
    const mass = sumOf(possible);
    const byToken = Map.groupBy(
      possible.filter(({ pieces }) => pieces.length > at),
      ({ pieces }) => pieces[at] ?? "",
    );
    const top = [...byToken]
      .map(([piece, labels]) => ({ token: piece, logprob: logOf(sumOf(labels) / mass) }))
      .sort((a, b) => b.logprob - a.logprob);
    possible = byToken.get(token) ?? [];
    return { token, logprob: logOf(sumOf(possible) / mass), top };
  });
}

const sumOf = (labels: readonly SplitLabel[]) =>
  labels.reduce((sum, { probability }) => sum + probability, 0);

const logOf = (probability: number) =>
  probability > 0 ? Math.max(Math.log(probability), LEAST_LOGPROB) : LEAST_LOGPROB;

function cutAtStop(text: string, stop: readonly string[]): string {
  const places = stop.map((word) => text.indexOf(word)).filter((place) => place >= 0);
  return places.length > 0 ? text.slice(0, Math.min(...places)) : text;
}
