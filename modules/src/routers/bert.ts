import { type Clock, systemClock } from "../core/clock.ts";
import type { RouterAnswer, RouterModel } from "../onnx/router-model.ts";
import { ENCODER_TOKENS, ROUTER_TOKENS } from "../onnx/token-bounds.ts";
import { checkQuery } from "./check-query.ts";
import { cutText } from "./cut-text.ts";
import { checkThreshold, decideByScore } from "./decide-by-score.ts";
import type { RouteContext, RouteDecision, Router, Signal } from "./router.ts";

export interface BertRouterOptions {
  /** Folder of a trained router; the one the workshop ships when absent. */
  readonly folder?: string | undefined;
  /** Score from which the cloud is asked, 0 to 1, instead of the trained one. */
  readonly threshold?: number | undefined;
  /** Threads of one decision. Default 1: two are slower when anything else runs. */
  readonly threads?: number;
  /** A model that is open already, instead of a folder. */
  readonly model?: RouterModel;
  readonly clock?: Clock;
}

export interface BertRouter extends Router {
  /** Opens the model before the first query does. @throws ModelError when a file is missing or damaged. */
  load(): Promise<void>;
  /** What the model reads of a query: 384 numbers for its meaning, a vector of length 1, then its token signals. */
  embed(query: string): Promise<Float32Array>;
  /** Lets the model go when the queries under way are decided; the next query opens it again. */
  close(): Promise<void>;
}

/**
 * A small encoder with a head trained on real outcomes: it asks the cloud where a strong model is likely to answer better.
 * `score` is the probability that the local answer is wrong, as far as the expected gain tells; `scores` has the probability
 * of each outcome, and of the weak model being wrong (`weakWrong`). `confidence` is how often such a decision was right on
 * rows that the head had not learnt from (see `ConfidenceScale`): high for questions like those whose outcomes were learnt,
 * little better than a coin for others. The signals say what each part of the query adds to the score. Of a long query the
 * two ends are read: 4,000 characters, of those 512 tokens, and for the meaning 256; the signal `cut` says so.
 * One query at a time goes through the model, in a batch too: 8-bit arithmetic scales with what is beside a query, and a
 * decision should not depend on that.
 * @throws LabError when the threshold lies outside 0 to 1.
 */
export function createBertRouter(options: BertRouterOptions = {}): BertRouter {
  const { folder, threads = 1, clock = systemClock } = options;
  const own = options.threshold === undefined ? undefined : checkThreshold(options.threshold);
  let opened: Promise<RouterModel> | undefined;

  const open = (): Promise<RouterModel> => {
    if (options.model) return Promise.resolve(options.model);
    opened ??= openModel({ threads, ...(folder !== undefined && { folder }) }).catch((error: unknown) => {
      // A folder that is mended is looked at again.
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const route = async (query: string, { signal }: RouteContext = {}): Promise<RouteDecision> => {
    const startedAt = clock.elapsed();
    signal?.throwIfAborted();
    const text = cutText(checkQuery(query));
    const model = await open();
    signal?.throwIfAborted();
    const answer = await model.answer(text);
    signal?.throwIfAborted();
    const decision = decide(answer, own ?? model.threshold, signalsOf(answer, query, text));
    return { ...decision, ms: clock.elapsed() - startedAt };
  };

  return {
    name: "bert",
    route,
    load: async () => void (await open()),
    embed: async (query) => (await open()).features(cutText(checkQuery(query))),
    async close() {
      const closing = opened;
      opened = undefined;
      await (await closing)?.close();
    },
  };
}

async function openModel(options: { folder?: string; threads: number }): Promise<RouterModel> {
  // Routers are pure at import: the runtime's 20 MB are loaded with the first query.
  const { openRouterModel } = await import("../onnx/router-model.ts");
  return openRouterModel(options);
}

function decide(
  { score, probabilities, weakWrong, confidence: sure }: RouterAnswer,
  threshold: number,
  signals: readonly Signal[],
): Omit<RouteDecision, "ms"> {
  const decided = decideByScore(score, threshold);
  const { target } = decided;
  const confidence = sure?.[target].confidence;
  const side = target === "cloud" ? "reaches" : "stays below";
  return {
    router: "bert",
    ...decided,
    reason: `${target}: score ${score.toFixed(2)} ${side} ${threshold.toFixed(2)}; the cloud's answer is better with ${percent(probabilities.strong_better)}, the local one wrong with ${percent(weakWrong)}.`,
    ...(confidence !== undefined && { confidence }),
    scores: { ...probabilities, weakWrong },
    signals,
    skipped: [],
  };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Parts whose share of the score is told; the rest is too little to see. */
const TOLD = 5;
const LEAST_WEIGHT = 0.001;

/** The strongest first; then how known such texts are, and what was read of the query when that was not all. */
function signalsOf({ reasons, confidence, tokens }: RouterAnswer, query: string, text: string): Signal[] {
  const told = reasons
    .filter(({ weight }) => Math.abs(weight) >= LEAST_WEIGHT)
    .sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
    .slice(0, TOLD);
  const familiar = confidence && {
    name: "familiar",
    value: `${percent(confidence.local.familiarity)} like questions whose outcomes were learnt`,
    weight: 0,
  };
  return [...told, ...(familiar ? [familiar] : []), ...cutSignals(query, text, tokens)];
}

function cutSignals(query: string, text: string, tokens: number): Signal[] {
  const parts = [
    text === query ? "" : `${text.length} of ${query.length} characters`,
    tokens > ROUTER_TOKENS ? `${ROUTER_TOKENS} of ${tokens} tokens` : "",
    tokens > ENCODER_TOKENS
      ? `for the meaning ${ENCODER_TOKENS}${tokens > ROUTER_TOKENS ? "" : ` of ${tokens} tokens`}`
      : "",
  ].filter((part) => part !== "");
  return parts.length === 0
    ? []
    : [{ name: "cut", value: `${parts.join(", ")} read, from both ends`, weight: 0 }];
}
