import type { TokenChoice } from "../chat/stream-part.ts";
import { checkLogprob } from "./check-logprob.ts";
import type { Target } from "./router.ts";

type Labels = Readonly<Record<Target, string>>;

const TARGETS: readonly Target[] = ["local", "cloud"];

/**
 * The target whose label an answer is: the bare word, in any case, with quotes or a full stop around it, or JSON with it as
 * `label`. Null for anything else: a label found somewhere in a sentence would be a guess.
 */
export function parseLabel(answer: string, labels: Labels): Target | null {
  const said = labelInJson(answer) ?? answer;
  const word = said
    .trim()
    .replace(/^["'`*]+|["'`*.!]+$/g, "")
    .toLowerCase();
  return TARGETS.find((target) => labels[target].toLowerCase() === word) ?? null;
}

function labelInJson(answer: string): string | undefined {
  try {
    const value: unknown = JSON.parse(answer);
    const isObject = typeof value === "object" && value !== null && "label" in value;
    return isObject && typeof value.label === "string" ? value.label : undefined;
  } catch {
    // No JSON: it may be the bare word.
    return undefined;
  }
}

/** How likely the model's answer begins with each label. */
export interface LabelLikelihood {
  /** Natural logarithm of the probability of the cloud's label over that of the local one. */
  readonly logit: number;
  /** Probability that the answer begins with either label, 0 to 1. */
  readonly mass: number;
}

/**
 * Adds up the probabilities of the first token's alternatives that are a label or its beginning (`Hard`, ` hard`, `ha`), for
 * each label. A label that is not among them gets the probability of the least likely one that is, which it cannot
 * exceed. Undefined when neither is there.
 */
export function labelLikelihood(
  { top }: Pick<TokenChoice, "top">,
  labels: Labels,
): LabelLikelihood | undefined {
  for (const { logprob } of top) checkLogprob(logprob);
  const sum = (target: Target) =>
    top
      .filter(({ token }) => isBeginning(token, labels[target]))
      .reduce((total, { logprob }) => total + Math.exp(checkLogprob(logprob)), 0);
  const mass = { local: sum("local"), cloud: sum("cloud") };
  if (mass.local + mass.cloud === 0) return undefined;
  const least = Math.max(NEVER, Math.min(...top.map(({ logprob }) => Math.exp(logprob))));
  const logOf = (target: Target) => Math.log(mass[target] || Math.min(least, mass[other(target)]));
  return { logit: logOf("cloud") - logOf("local"), mass: Math.min(1, mass.local + mass.cloud) };
}

/** Servers write a log-probability of -9999 for what cannot come. */
const NEVER = 1e-12;

const other = (target: Target): Target => (target === "local" ? "cloud" : "local");

function isBeginning(token: string, label: string): boolean {
  const text = token.trim().toLowerCase();
  return text !== "" && label.toLowerCase().startsWith(text);
}
