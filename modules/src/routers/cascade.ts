import { type ChatMessage, user } from "../chat/message.ts";
import type { TokenChoice } from "../chat/stream-part.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import { RoutingError } from "../core/errors.ts";
import { askChatModel, type ChatModel } from "./ask-chat-model.ts";
import { checkLogprob } from "./check-logprob.ts";
import { checkQuery } from "./check-query.ts";
import { cutToBytes } from "./cut-text.ts";
import { checkThreshold, decideByScore } from "./decide-by-score.ts";
import type { RouteDecision, Router, Signal } from "./router.ts";

export interface CascadeOptions {
  /** The local model: a provider, or a function of one's own. It has to tell log-probabilities. */
  readonly chat: ChatModel;
  /** The provider's own name for it. */
  readonly model: string;
  /** Score from which the cloud is asked, 0 to 1; default 0.5. */
  readonly threshold?: number;
  /** How much of an answer is drafted, in tokens; default 32. */
  readonly draftTokens?: number;
  /** Milliseconds until the model is given up; default 10 000. */
  readonly timeoutMs?: number;
  /** How much of a question is read, in tokens of three bytes; its two ends when it is longer. Default 512. */
  readonly queryTokens?: number;
  readonly clock?: Clock;
}

/** A local model's beginning of an answer, and how sure it was of its words. */
export interface Draft {
  readonly text: string;
  readonly tokens: number;
  /** Geometric mean of its tokens' probabilities, 0 to 1: `exp` of their mean log-probability. */
  readonly ownConfidence: number;
}

/**
 * Lets the local model begin an answer and escalates when it is not sure of its own words, refuses, or has nothing to say.
 * The score is 1 minus its own confidence. That is no probability of being right, so the decision has no `confidence`.
 * It costs a local call of up to `draftTokens`; the draft is thrown away.
 * @throws LabError when the threshold lies outside 0 to 1. The router throws a RoutingError when the model fails, is not done
 * in time, or tells no log-probabilities.
 */
export function createCascade(options: CascadeOptions): Router {
  const { clock = systemClock, model } = options;
  const threshold = checkThreshold(options.threshold ?? 0.5);
  return {
    name: "cascade",
    async route(query, context = {}) {
      checkQuery(query);
      const startedAt = clock.elapsed();
      const draft = await draftAnswer(query, options, context.history ?? [], context.signal);
      return { ...judge(draft, model, threshold), ms: clock.elapsed() - startedAt };
    },
  };
}

async function draftAnswer(
  query: string,
  options: CascadeOptions,
  history: readonly ChatMessage[],
  signal: AbortSignal | undefined,
): Promise<Draft> {
  const {
    chat,
    model,
    draftTokens = 32,
    timeoutMs = 10_000,
    queryTokens = 512,
    clock = systemClock,
  } = options;
  const question = cutToBytes(query, queryTokens * BYTES_PER_TOKEN).toWellFormed();
  const request = {
    model,
    messages: [...history, user(question)],
    maxTokens: draftTokens,
    temperature: 0,
    topLogprobs: 0,
  };
  const { text, tokens } = await askChatModel(chat, request, { signal, timeoutMs, clock });
  if (text.trim() !== "" && tokens.length === 0) throw notTold(model);
  return { text, tokens: tokens.length, ownConfidence: meanProbability(tokens) };
}

const BYTES_PER_TOKEN = 3;

const meanProbability = (tokens: readonly TokenChoice[]) =>
  tokens.length === 0
    ? 0
    : Math.exp(tokens.reduce((sum, { logprob }) => sum + checkLogprob(logprob), 0) / tokens.length);

function judge(draft: Draft, model: string, threshold: number): Omit<RouteDecision, "ms"> {
  const given = whyNoAnswer(draft.text);
  const score = given === undefined ? 1 - draft.ownConfidence : 1;
  const decided = decideByScore(score, threshold);
  const why = given ?? `was sure of its words to ${draft.ownConfidence.toFixed(2)}`;
  return {
    router: "cascade",
    ...decided,
    reason: `${decided.target}: ${model} ${why}.`,
    signals: [
      { name: "own-confidence", value: Math.round(draft.ownConfidence * 1000) / 1000, weight: 0 },
      ...(given === undefined ? [] : [{ name: "no-answer", value: given, weight: 0 }]),
      draftSignal(draft),
    ],
    skipped: [],
  };
}

/** A draft that is no answer, however sure the model was of its words. */
function whyNoAnswer(text: string): string | undefined {
  if (!/[\p{L}\p{N}]/u.test(text)) return "had nothing to say";
  return REFUSAL.test(text.slice(0, 200)) ? "said that it cannot answer" : undefined;
}

const REFUSAL =
  /\b(?:i(?:'| a)m (?:sorry|not able|unable)|i apologi[sz]e|i (?:cannot|can't|can not|do not|don't) (?:answer|help|know|provide|have (?:access|enough|the ability)|assist)|as an ai\b|i'm just an? (?:ai|language model)|mi dispiace|non (?:posso|so)|es tut mir leid|ich (?:kann|weiß) (?:das |es )?nicht|je (?:suis désolé|ne (?:peux|sais) pas)|lo siento|no (?:puedo|sé)|üzgünüm|bilmiyorum|yapamam)/iu;

const draftSignal = ({ text, tokens }: Draft): Signal => ({
  name: "draft",
  value: `${tokens} tokens: ${text.trim().replace(/\s+/g, " ").slice(0, 60)}`,
  weight: 0,
});

const notTold = (model: string) =>
  new RoutingError(`${model} tells no log-probabilities, so how sure it was is not known.`, {
    code: "ROUTER_FORM_NOT_OFFERED",
  });
