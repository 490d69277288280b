import { type Clock, systemClock } from "../core/clock.ts";
import { checkQuery } from "./check-query.ts";
import { CUT, compileRules } from "./compile-rules.ts";
import { shippedRules } from "./read-rules.ts";
import type { RouteDecision, Router, Signal, Target } from "./router.ts";
import { type RuleSet, withThreshold } from "./rule-set.ts";

export interface RuleRouterOptions {
  /** Signals, weights and threshold; those of `data/rules.yaml` when absent. */
  readonly rules?: RuleSet;
  /** Score from which the cloud is asked, 0 to 1, instead of the rules' own. */
  readonly threshold?: number;
  readonly clock?: Clock;
}

/** The rule router, which knows what it looks for. */
export interface RuleRouter extends Router {
  /** What the signals of its decisions may be called. */
  readonly signalNames: readonly string[];
}

/**
 * Adds up signals found in the text. Fast, explainable, and blind to everything it has no word for.
 * @throws SettingsError when the rules cannot be used, LabError when the threshold lies outside 0 to 1.
 */
export function createRuleRouter(options: RuleRouterOptions = {}): RuleRouter {
  const { rules = shippedRules(), clock = systemClock } = options;
  const { threshold } = withThreshold(rules, options.threshold ?? rules.threshold);
  const { base } = rules;
  const analyze = compileRules(rules);
  return {
    name: "rule",
    signalNames: [...rules.signals.map(({ name }) => name), CUT],
    async route(query) {
      const startedAt = clock.elapsed();
      const { score, signals } = analyze(checkQuery(query));
      return { ...decide({ base, score, threshold, signals }), ms: clock.elapsed() - startedAt };
    },
  };
}

interface Scored {
  readonly base: number;
  readonly score: number;
  readonly threshold: number;
  readonly signals: readonly Signal[];
}

function decide({ base, score, threshold, signals }: Scored): Omit<RouteDecision, "ms"> {
  const target: Target = score >= threshold ? "cloud" : "local";
  return {
    router: "rule",
    target,
    reason: sayWhy(target, score, threshold, signals),
    score,
    threshold,
    base,
    margin: Math.round(Math.abs(score - threshold) * 1000) / 1000,
    runnerUp: target === "cloud" ? "local" : "cloud",
    signals,
    skipped: [],
  };
}

function sayWhy(target: Target, score: number, threshold: number, signals: readonly Signal[]): string {
  const side = target === "cloud" ? "reaches" : "stays below";
  const names = signals.map((signal) => signal.name).join(", ") || "no signal";
  return `${target}: score ${score.toFixed(2)} ${side} ${threshold.toFixed(2)} (${names}).`;
}
