import type { RouteContext, RouteDecision, Router } from "./router.ts";

/** What a router did since it was made or its count was reset. */
export interface RoutingStats {
  /** Queries that were decided. */
  readonly total: number;
  readonly local: number;
  readonly cloud: number;
  /** Queries for which the router threw; not part of `total`. */
  readonly failed: number;
  /** Shares of `total`, 0 to 1; both 0 before the first query. */
  readonly localShare: number;
  readonly cloudShare: number;
  /** Mean time of a decision in milliseconds; 0 before the first query. */
  readonly meanMs: number;
}

export interface RouterWithStats extends Router {
  stats(): RoutingStats;
  resetStats(): void;
}

/** A router that counts. The router inside stays as it is, and decides as before. */
export function withStats(router: Router): RouterWithStats {
  let counts = emptyCounts();
  return {
    name: router.name,
    async route(query: string, context?: RouteContext): Promise<RouteDecision> {
      const current = counts;
      try {
        const decision = await router.route(query, context);
        current[decision.target]++;
        current.ms += decision.ms;
        return decision;
      } catch (error) {
        current.failed++;
        throw error;
      }
    },
    stats: () => summarize(counts),
    resetStats() {
      counts = emptyCounts();
    },
  };
}

interface Counts {
  local: number;
  cloud: number;
  failed: number;
  ms: number;
}

const emptyCounts = (): Counts => ({ local: 0, cloud: 0, failed: 0, ms: 0 });

function summarize({ local, cloud, failed, ms }: Counts): RoutingStats {
  const total = local + cloud;
  const share = (part: number) => (total === 0 ? 0 : part / total);
  return {
    total,
    local,
    cloud,
    failed,
    localShare: share(local),
    cloudShare: share(cloud),
    meanMs: share(ms),
  };
}
