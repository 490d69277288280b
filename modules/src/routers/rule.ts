import { type Clock, systemClock } from "../core/clock.ts";
import type { RouteDecision, Router, Signal, Target } from "./router.ts";
import { RULE_BASE_SCORE, RULE_SIGNALS, type RuleSignal } from "./rule-signals.ts";

export interface RuleRouterOptions {
  /** Score from which the cloud is asked, 0 to 1. Default 0.5. */
  readonly threshold?: number;
  readonly signals?: readonly RuleSignal[];
  readonly clock?: Clock;
}

/** Characters of a query that are looked at: enough for any signal, and a bound on the time taken. */
const READ_CHARACTERS = 4000;

/** Adds up signals found in the text. Fast, explainable, and blind to everything it has no word for. */
export function createRuleRouter(options: RuleRouterOptions = {}): Router {
  const { threshold = 0.5, signals = RULE_SIGNALS, clock = systemClock } = options;
  const finders = signals.map(createFinder);
  return {
    name: "rule",
    async route(query) {
      const startedAt = clock.elapsed();
      const text = query.slice(0, READ_CHARACTERS);
      const words = countWords(text);
      const found = finders.flatMap((find) => find(text, words) ?? []);
      const score = clamp(found.reduce((sum, signal) => sum + signal.weight, RULE_BASE_SCORE));
      return { ...decide(score, threshold, found), ms: clock.elapsed() - startedAt };
    },
  };
}

type Finder = (text: string, words: number) => Signal | undefined;

function createFinder({ name, weight, words, pattern, atMostWords, atLeastWords }: RuleSignal): Finder {
  const signs = [words && wholeWords(words), pattern].filter((sign) => sign !== undefined);
  return (text, count) => {
    if (atMostWords !== undefined && count > atMostWords) return undefined;
    if (atLeastWords !== undefined && count < atLeastWords) return undefined;
    if (signs.length === 0) return { name, value: count, weight };
    const found = signs.map((sign) => text.match(sign)?.[0]).find((match) => match !== undefined);
    return found === undefined ? undefined : { name, value: found.trim().toLowerCase(), weight };
  };
}

/** Whole words in any alphabet: `hi` is not found in "machine". */
function wholeWords(words: readonly string[]): RegExp {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${escaped.join("|")})(?![\\p{L}\\p{N}])`, "iu");
}

const countWords = (text: string) => text.match(/\S+/gu)?.length ?? 0;

const clamp = (score: number) => Math.round(Math.min(1, Math.max(0, score)) * 1000) / 1000;

function decide(score: number, threshold: number, signals: readonly Signal[]): Omit<RouteDecision, "ms"> {
  const target: Target = score >= threshold ? "cloud" : "local";
  return {
    router: "rule",
    target,
    reason: explain(target, score, threshold, signals),
    score,
    threshold,
    margin: Math.abs(score - threshold),
    runnerUp: target === "cloud" ? "local" : "cloud",
    signals,
    skipped: [],
  };
}

function explain(target: Target, score: number, threshold: number, signals: readonly Signal[]): string {
  const side = score >= threshold ? "reaches" : "stays below";
  const names = signals.map((signal) => signal.name).join(", ") || "no signal";
  return `${target}: score ${score.toFixed(2)} ${side} ${threshold.toFixed(2)} (${names}).`;
}
