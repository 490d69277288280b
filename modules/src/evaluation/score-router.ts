import { type Clock, systemClock } from "../core/clock.ts";
import type { RouteDecision, Router, Target } from "../routers/router.ts";

export interface ScoreRouterOptions {
  readonly name: string;
  /** 0 (surely local) to 1 (surely cloud). */
  readonly scoreOf: (query: string) => number;
  /** Score from which the cloud is asked. Default 0.5. */
  readonly threshold?: number;
  /** What the score says, for the decision's reason: `17 words`. */
  readonly reasonOf?: (query: string) => string;
  readonly clock?: Clock;
}

/** Makes a router of a function that scores a query. */
export function createScoreRouter(options: ScoreRouterOptions): Router {
  const { name, scoreOf, threshold = 0.5, reasonOf, clock = systemClock } = options;
  return {
    name,
    async route(query) {
      const startedAt = clock.elapsed();
      const score = scoreOf(query);
      const said = reasonOf?.(query) ?? `score ${score.toFixed(2)}`;
      return { ...decide(name, score, threshold, said), ms: clock.elapsed() - startedAt };
    },
  };
}

function decide(router: string, score: number, threshold: number, said: string): Omit<RouteDecision, "ms"> {
  const target: Target = score >= threshold ? "cloud" : "local";
  return {
    router,
    target,
    reason: `${target}: ${said}.`,
    score,
    threshold,
    margin: Math.abs(score - threshold),
    runnerUp: target === "cloud" ? "local" : "cloud",
    signals: [],
    skipped: [],
  };
}
