import { explainError, RoutingError } from "../core/errors.ts";
import type { RouteDecision, Router } from "./router.ts";

export interface HybridRouterOptions {
  /** Router names in the order they are asked, from `ROUTER_PRIORITY`. */
  readonly priority: readonly string[];
  readonly find: (name: string) => Router | undefined;
}

/** Asks routers in their order of priority; the first that decides wins, and the decision says who was skipped and why. */
export function createHybridRouter({ priority, find }: HybridRouterOptions): Router {
  return {
    name: "hybrid",
    async route(query, context) {
      const skipped: { router: string; reason: string }[] = [];
      for (const name of priority) {
        const router = find(name);
        if (!router) {
          skipped.push({ router: name, reason: "is not available" });
          continue;
        }
        try {
          return withSkipped(await router.route(query, context), skipped);
        } catch (error) {
          context?.signal?.throwIfAborted();
          skipped.push({ router: name, reason: explainError(error) });
        }
      }
      const tried = skipped.map(({ router, reason }) => `${router} ${reason}`).join("; ") || "none is named";
      throw new RoutingError(`No router could decide: ${tried}.`, {
        code: "NO_ROUTER",
        hint: "Name one that exists in ROUTER_PRIORITY, for example rule.",
      });
    },
  };
}

function withSkipped(decision: RouteDecision, skipped: RouteDecision["skipped"]): RouteDecision {
  return skipped.length === 0 ? decision : { ...decision, skipped };
}
