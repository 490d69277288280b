import { type Clock, systemClock } from "../core/clock.ts";
import { RoutingError } from "../core/errors.ts";
import { checkQuery } from "./check-query.ts";
import {
  type Classification,
  type ConfidenceLevel,
  compileKeywordClasses,
  levelOf,
} from "./classify-by-keywords.ts";
import { scoreOf } from "./compile-rules.ts";
import { checkThreshold, decideByScore } from "./decide-by-score.ts";
import type { KeywordClass, KeywordClasses } from "./keyword-classes.ts";
import type { RouteContext, RouteDecision, Router, Signal } from "./router.ts";

/** A classifier of one's own: a model, a service, other rules. */
export type ClassifyQuery = (
  query: string,
  context: RouteContext,
) => Pick<Classification, "name" | "confidence"> | Promise<Pick<Classification, "name" | "confidence">>;

export interface ClassRouterOptions {
  /** The classes; those that come with the workshop when absent. */
  readonly classes?: KeywordClasses;
  /** Instead of the keywords. What it names must be among the classes. */
  readonly classify?: ClassifyQuery;
  /** Score from which the cloud is asked, 0 to 1, instead of the classes' own. */
  readonly threshold?: number;
  readonly clock?: Clock;
}

/**
 * A router that first finds out what kind of question it is: `score = base + confidence * (demand of the class - base)`,
 * where `base` is the default class's demand. So the surer the class, the more its demand counts.
 * @param kind what the classes are called in a decision: `intent`.
 */
export function createClassRouter(
  kind: string,
  all: KeywordClasses,
  { classify, threshold = all.threshold, clock = systemClock }: ClassRouterOptions,
): Router {
  const leastScore = checkThreshold(threshold);
  const byKeywords = compileKeywordClasses(all);
  const byName = new Map(all.classes.map((one) => [one.name, one]));
  const base = byName.get(all.default)?.demand ?? 0;
  return {
    name: kind,
    async route(query, context = {}) {
      context.signal?.throwIfAborted();
      checkQuery(query);
      const startedAt = clock.elapsed();
      const { name, confidence } = classify ? await classify(query, context) : byKeywords(query);
      context.signal?.throwIfAborted();
      const found = byName.get(name);
      if (!found) throw unknownClass(kind, name, [...byName.keys()]);
      const level = levelOf(confidence, all.levels);
      const decided = decide(kind, found, { base, confidence, level, threshold: leastScore });
      return { ...decided, ms: clock.elapsed() - startedAt };
    },
  };
}

interface Weights {
  readonly base: number;
  readonly confidence: number;
  readonly level: ConfidenceLevel;
  readonly threshold: number;
}

function decide(
  kind: string,
  { name, demand }: KeywordClass,
  { base, confidence, level, threshold }: Weights,
): Omit<RouteDecision, "ms"> {
  const signal: Signal = { name: kind, value: name, weight: rounded(confidence * (demand - base)) };
  const decided = decideByScore(scoreOf(base, [signal]), threshold);
  const side = decided.target === "cloud" ? "reaches" : "stays below";
  return {
    router: kind,
    ...decided,
    margin: rounded(decided.margin),
    reason: `${decided.target}: ${kind} ${name} (confidence ${confidence.toFixed(2)}); its score ${decided.score.toFixed(2)} ${side} ${threshold.toFixed(2)}.`,
    base,
    classConfidence: rounded(confidence),
    classLevel: level,
    signals: [signal],
    skipped: [],
  };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

const unknownClass = (kind: string, name: string, names: readonly string[]) =>
  new RoutingError(`There is no ${kind} "${name}".`, {
    code: "UNKNOWN_CLASS",
    hint: `Add it to the classes. There are: ${names.join(", ")}.`,
  });
