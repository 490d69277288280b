import { type Clock, systemClock } from "../core/clock.ts";
import { RoutingError } from "../core/errors.ts";
import type { ChatModel } from "./ask-chat-model.ts";
import { checkQuery } from "./check-query.ts";
import { cutToBytes } from "./cut-text.ts";
import { checkThreshold, decideByScore } from "./decide-by-score.ts";
import type { LabelLikelihood } from "./label-answer.ts";
import { createLabelAsker, type LabelForm, type LabelReading } from "./label-asker.ts";
import { type LabelCalibration, type LabelPrompt, shippedLabelPrompts } from "./label-prompt.ts";
import { routeAt } from "./route-all.ts";
import type { RouteContext, RouteDecision, Router, Signal, Target } from "./router.ts";
import { screenQuery } from "./screen-query.ts";
import { withAside } from "./with-screen.ts";

export interface PhiRouterOptions {
  /** Any chat model in OpenAI's form: a provider, or a function of one's own. */
  readonly chat: ChatModel;
  /** The provider's own name for the model. */
  readonly model: string;
  /** What it is told and shown, or the name of one that comes with the workshop; default `few-shot`. */
  readonly prompt?: LabelPrompt | string;
  /** In which form the label is asked for; default `auto`: the first that the model offers. */
  readonly form?: LabelForm | "auto";
  /** How its log-probabilities become probabilities; default: the one that comes with the workshop, if any. */
  readonly calibration?: LabelCalibration | undefined;
  /** Score from which the cloud is asked, 0 to 1; default 0.5. */
  readonly threshold?: number;
  /** Milliseconds until the model is given up; default 10 000. */
  readonly timeoutMs?: number;
  /** How much of a question is read, in tokens of three bytes; its two ends when it is longer. Default 512. */
  readonly queryTokens?: number;
  /** Longest answer in words or JSON, in tokens; default 50. */
  readonly answerTokens?: number;
  /** 0 (default): the same question gives the same decision. */
  readonly temperature?: number;
  /** Questions asked at the same time by routeAll; default 1. */
  readonly batchSize?: number;
  /** False: what in a question is addressed to the router is not set aside, to see what that does. */
  readonly screen?: boolean;
  readonly clock?: Clock;
}

/**
 * Asks a small language model whether it, or a large one, should answer. By log-probabilities where the model tells them:
 * the score is the probability of the cloud's label as the answer's first token, of the two labels' together. Else by
 * JSON of a schema, or by one word; then only the label is known, the score is 0 or 1, and there is no confidence.
 * @throws LabError when the threshold lies outside 0 to 1, RoutingError when there is no prompt of that name. The router
 * throws a RoutingError when the model gives no label, fails, or is not done in time.
 */
export function createPhiRouter(options: PhiRouterOptions): Router {
  const { clock = systemClock, queryTokens = 512, batchSize = 1, screen = true } = options;
  const threshold = checkThreshold(options.threshold ?? 0.5);
  const { prompt, calibration } = promptOf(options);
  const asker = createLabelAsker({ ...options, prompt, clock });

  const route = async (query: string, context: RouteContext = {}): Promise<RouteDecision> => {
    const startedAt = clock.elapsed();
    checkQuery(query);
    const { question, aside } = screen ? screenQuery(query) : { question: query, aside: [] };
    const read = cutToBytes(question, queryTokens * BYTES_PER_TOKEN);
    const askedAt = clock.elapsed();
    const reading = await asker.ask(read, context.signal);
    const asked = {
      model: options.model,
      ...(options.chat.name !== undefined && { provider: options.chat.name }),
      ms: clock.elapsed() - askedAt,
    };
    const decided = decide(reading, { model: options.model, threshold, calibration });
    const signals = read === question ? decided.signals : [...decided.signals, cutSignal(read, question)];
    return withAside({ ...decided, signals, asked, ms: clock.elapsed() - startedAt }, aside);
  };

  /** When one fails the others are let go: nobody waits for them, and they may cost. */
  const routeBatch = async (queries: readonly string[], from: number, context: RouteContext) => {
    const failing = new AbortController();
    const signal = context.signal ? AbortSignal.any([context.signal, failing.signal]) : failing.signal;
    const asked = queries.map((query, at) => routeAt(from + at, () => route(query, { ...context, signal })));
    try {
      return await Promise.all(asked);
    } catch (error) {
      failing.abort(new RoutingError("Another query of the batch failed.", { code: "BATCH_FAILED" }));
      await Promise.allSettled(asked);
      throw error;
    }
  };

  return {
    name: "phi",
    route,
    async routeAll(queries, context = {}) {
      const decisions: RouteDecision[] = [];
      for (let from = 0; from < queries.length; from += batchSize) {
        const batch = queries.slice(from, from + batchSize);
        decisions.push(...(await routeBatch(batch, from, context)));
      }
      return decisions;
    },
  };
}

const BYTES_PER_TOKEN = 3;

/** The prompt, and the calibration that was fitted for this model and prompt. */
function promptOf({ model, prompt: asked = "few-shot", calibration }: PhiRouterOptions) {
  if (typeof asked !== "string") return { prompt: asked, calibration };
  const { prompts, calibrations } = shippedLabelPrompts();
  const prompt = prompts[asked];
  if (!prompt) {
    throw new RoutingError(`There is no prompt named "${asked}".`, {
      code: "UNKNOWN_PROMPT",
      hint: `There are: ${Object.keys(prompts).join(", ")}.`,
    });
  }
  const fitted = calibrations.find((known) => known.prompt === asked && known.model === model);
  return { prompt, calibration: calibration ?? fitted };
}

interface Weighing {
  readonly model: string;
  readonly threshold: number;
  readonly calibration: LabelCalibration | undefined;
}

function decide(reading: LabelReading, weighing: Weighing): Omit<RouteDecision, "ms"> {
  return reading.form === "logprobs" ? weigh(reading.likelihood, weighing) : take(reading, weighing);
}

/** The label by its probability. */
function weigh(
  { logit, mass }: LabelLikelihood,
  { model, threshold, calibration = { slope: 1, offset: 0 } }: Weighing,
): Omit<RouteDecision, "ms"> {
  const score = 1 / (1 + Math.exp(-(calibration.offset + calibration.slope * logit)));
  const scores = { local: 1 - score, cloud: score };
  const decided = decideByScore(score, threshold);
  const confidence = scores[decided.target];
  return {
    router: "phi",
    ...decided,
    reason: `${decided.target}: ${model} gives it a probability of ${confidence.toFixed(2)}.`,
    confidence,
    scores,
    signals: [
      { name: "label-logit", value: rounded(logit), weight: 0 },
      { name: "label-mass", value: rounded(mass), weight: 0 },
    ],
    skipped: [],
  };
}

/** The label as it was said: whether the model was sure of it is not known. */
function take(
  { form, target }: { readonly form: "json" | "word"; readonly target: Target },
  { model, threshold }: Weighing,
): Omit<RouteDecision, "ms"> {
  return {
    router: "phi",
    ...decideByScore(target === "cloud" ? 1 : 0, threshold),
    reason: `${target}: ${model} said so, ${form === "json" ? "in JSON" : "in one word"}.`,
    signals: [],
    skipped: [],
  };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

const cutSignal = (read: string, question: string): Signal => ({
  name: "cut",
  value: `${read.length} of ${question.length} characters looked at`,
  weight: 0,
});
