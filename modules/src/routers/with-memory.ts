import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { type Clock, systemClock } from "../core/clock.ts";
import { lruTime } from "../core/lru-time.ts";
import type { RouteContext, RouteDecision, Router, Signal } from "./router.ts";

export interface RouterMemory {
  /** Decisions that are kept; the least recently used ones give way. */
  readonly decisions: number;
  /** How long each is kept, in milliseconds. */
  readonly ttlMs: number;
  readonly clock?: Clock;
}

/**
 * A router that does not think twice: the same question of the same tenant, after the same turns, gets the decision of before. For
 * routers that ask a model; they would keep even a cached answer waiting. Such a decision has the signal `remembered`, nobody was
 * `asked`, and `ms` is the time of the look. Of the question only a hash is kept.
 */
export function withMemory(router: Router, { decisions, ttlMs, clock = systemClock }: RouterMemory): Router {
  const known = new LRUCache<string, RouteDecision>({
    max: decisions,
    ttl: ttlMs,
    ...lruTime(clock),
  });
  return {
    name: router.name,
    async route(query, context) {
      context?.signal?.throwIfAborted();
      const startedAt = clock.elapsed();
      const key = keyOf(query, context);
      const before = known.get(key);
      if (before) return { ...before, ms: clock.elapsed() - startedAt };
      const decision = await router.route(query, context);
      known.set(key, remembered(decision));
      return decision;
    },
  };
}

function keyOf(query: string, { history = [], tenant = "" }: RouteContext = {}): string {
  return createHash("sha256")
    .update(JSON.stringify([tenant, query, history]))
    .digest("base64");
}

function remembered({ asked: _nobody, ...decision }: RouteDecision): RouteDecision {
  return { ...decision, signals: [...decision.signals, REMEMBERED] };
}

const REMEMBERED: Signal = { name: "remembered", value: "asked before", weight: 0 };
