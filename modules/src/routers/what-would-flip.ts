import { scoreOf } from "./compile-rules.ts";
import type { RouteDecision, Signal, Target } from "./router.ts";

/** A change that would have sent the query the other way. */
export interface Flip {
  /** The fewest signals without which the route is another; the strongest of those that pulled towards it. */
  readonly without: readonly Signal[];
  /** The score without them. */
  readonly score: number;
  readonly target: Target;
}

/**
 * The smallest set of signals whose removal flips the route. Undefined when none does, because the base score alone leads
 * there, and for routers whose score is no sum of signals.
 */
export function whatWouldFlip(decision: RouteDecision): Flip | undefined {
  const { base, threshold, target, signals } = decision;
  if (base === undefined) return undefined;
  const pulling = signals.filter(({ weight }) => (target === "cloud" ? weight > 0 : weight < 0));
  const strongestFirst = pulling.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  for (let count = 1; count <= strongestFirst.length; count++) {
    const without = strongestFirst.slice(0, count);
    const score = scoreOf(
      base,
      signals.filter((signal) => !without.includes(signal)),
    );
    const other: Target = score >= threshold ? "cloud" : "local";
    if (other !== target) return { without, score, target: other };
  }
  return undefined;
}
