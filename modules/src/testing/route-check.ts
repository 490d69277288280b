import { readCatalog } from "../catalog/read-catalog.ts";
import { user } from "../chat/message.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import { countUsage, vocabularyOf } from "../cost/count-usage.ts";
import type { RouteDecision, Signal, Target } from "../routers/router.ts";
import { ExpectationError } from "./expectation-error.ts";

/** One thing that is expected of a route. */
export interface RouteCheck {
  /** As it stands in an error: `cloud`, `because reasoning`. */
  readonly expected: string;
  /** What came instead; undefined when all is well. */
  readonly differs: (decision: RouteDecision) => string | undefined | Promise<string | undefined>;
}

export function checkTarget(target: Target): RouteCheck {
  if (target !== "local" && target !== "cloud")
    throw misuse(`toBe takes "local" or "cloud", not ${JSON.stringify(target)}.`);
  return {
    expected: target,
    differs: (decision) => (decision.target === target ? undefined : decision.target),
  };
}

export function checkSignal(name: string): RouteCheck {
  return {
    expected: `because ${name}`,
    differs({ signals, target }) {
      const signal = signals.find((found) => found.name === name);
      if (!signal) return `${name} is not among its signals`;
      const pull = pullOf(signal);
      return pull === target
        ? undefined
        : `${name} pulls ${pull === undefined ? "neither way" : `to ${pull}`}`;
    },
  };
}

function pullOf({ weight }: Signal): Target | undefined {
  if (weight === 0) return undefined;
  return weight > 0 ? "cloud" : "local";
}

export function checkMargin(over: number): RouteCheck {
  if (!(over >= 0 && over < 1)) throw misuse(`withMarginOver takes a number from 0 to below 1, not ${over}.`);
  return {
    expected: `margin over ${over}`,
    differs: ({ margin }) => (margin > over ? undefined : `margin ${margin.toFixed(3)}`),
  };
}

export interface CostOptions {
  /** Model or deployment of `data/catalog.yaml` that answers in the cloud. Default: `gpt-4o`. */
  readonly model?: string;
  /** Tokens the answer is taken to have. Default: 500. */
  readonly answerTokens?: number;
}

/** List price of the prompt and an answer of assumed length; a local route costs 0. */
export function checkCost(prompt: string, atMostUsd: number, options: CostOptions): RouteCheck {
  if (!(atMostUsd >= 0)) throw misuse(`cost takes the most US dollars it may cost, not ${atMostUsd}.`);
  return {
    expected: `cost of at most $${atMostUsd}`,
    async differs({ target }) {
      const usd = target === "local" ? 0 : await cloudCostUsd(prompt, options);
      return usd <= atMostUsd ? undefined : `cost of about $${usd.toPrecision(2)}`;
    },
  };
}

async function cloudCostUsd(prompt: string, { model: name = "gpt-4o", answerTokens = 500 }: CostOptions) {
  const model = readCatalog().model(name);
  const vocabulary = vocabularyOf(model?.name ?? name);
  if (!model || !vocabulary)
    throw misuse(`The cost of ${name} cannot be told: its tokens or its price are not known.`);
  const { promptTokens } = await countUsage([user(prompt)], "", vocabulary);
  const usd = answerCostUsd(model, { promptTokens, completionTokens: answerTokens });
  if (usd === undefined) throw misuse(`The cost of ${name} cannot be told: its price is not known.`);
  return usd;
}

/** An expectation that is written wrongly. */
export function misuse(message: string, hint?: string): ExpectationError {
  return new ExpectationError(message, { code: "EXPECTATION_MISUSED", hint });
}
