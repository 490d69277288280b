import { readCatalog } from "../catalog/read-catalog.ts";
import { user } from "../chat/message.ts";
import { nearestName } from "../config/nearest-name.ts";
import { answerCostUsd } from "../cost/answer-cost.ts";
import { countUsage, vocabularyOf } from "../cost/count-usage.ts";
import type { RouteDecision, Router, Signal, Target } from "../routers/router.ts";
import type { RuleRouter } from "../routers/rule.ts";
import { ExpectationError } from "./expectation-error.ts";

/** One thing that is expected of a route. */
export interface RouteCheck {
  readonly about: "target" | "signal" | "margin" | "cost";
  /** Name of the signal that is expected to lead there. */
  readonly signal?: string;
  /** As it stands in an error: `cloud`, `because reasoning`. */
  readonly expected: string;
  /** What came instead; undefined when all is well. */
  readonly differs: (decision: RouteDecision) => string | undefined | Promise<string | undefined>;
}

export function checkTarget(target: Target): RouteCheck {
  if (target !== "local" && target !== "cloud")
    throw misuse(`toBe takes "local" or "cloud", not ${JSON.stringify(target)}.`);
  return {
    about: "target",
    expected: target,
    differs: (decision) => (decision.target === target ? undefined : decision.target),
  };
}

/** @throws ExpectationError for a name that no signal of this router has, where the router tells its names */
export function checkSignal(name: string, router: Router): RouteCheck {
  if (typeof name !== "string" || name.trim() === "")
    throw misuse(`because takes the name of a signal, such as "greeting", not ${sayValue(name)}.`);
  const known = signalNamesOf(router);
  if (known && !known.includes(name)) throw misuse(sayUnknownSignal(name, known));
  return {
    about: "signal",
    signal: name,
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

const signalNamesOf = (router: Router) =>
  "signalNames" in router ? (router as RuleRouter).signalNames : undefined;

function sayUnknownSignal(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  const instead = near === undefined ? `there are ${known.join(", ")}.` : `did you mean ${near}?`;
  return `There is no signal ${JSON.stringify(name)}; ${instead}`;
}

function pullOf({ weight }: Signal): Target | undefined {
  if (weight === 0) return undefined;
  return weight > 0 ? "cloud" : "local";
}

export function checkMargin(over: number): RouteCheck {
  if (!(over >= 0 && over < 1)) throw misuse(`withMarginOver takes a number from 0 to below 1, not ${over}.`);
  return {
    about: "margin",
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
    about: "cost",
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

/** @throws ExpectationError when it is no text */
export function checkPrompt(prompt: unknown): void {
  if (typeof prompt !== "string")
    throw misuse(`The query must be text, not ${prompt === null ? "null" : typeof prompt}.`);
}

const sayValue = (value: unknown) => (typeof value === "string" ? JSON.stringify(value) : typeof value);

/** An expectation that is written wrongly. */
export function misuse(message: string, hint?: string): ExpectationError {
  return new ExpectationError(message, { code: "EXPECTATION_MISUSED", hint });
}
