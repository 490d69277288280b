import { explainError, RoutingError } from "../core/errors.ts";
import { checkQuery } from "./check-query.ts";
import type { RouteContext, RouteDecision, Router } from "./router.ts";

export interface HybridRouterOptions {
  /** Router names in the order they are asked, from `ROUTER_PRIORITY`. */
  readonly priority: readonly string[];
  readonly find: (name: string) => Router | undefined;
  /** Least confidence of a router, 0 to 1, from `ML_CONFIDENCE_THRESHOLD`; default: any is enough. */
  readonly leastConfidence?: (name: string) => number | undefined;
  /** Why a router that is not found is not there, when that is known. */
  readonly whyAbsent?: (name: string) => string | undefined;
}

/**
 * Asks routers in their order of priority; the first that decides, and is sure enough, wins. The decision says who was
 * skipped and why. A router that does not tell its confidence passes: nothing is known against it. When nobody is sure
 * enough, the surest of those who decided wins.
 */
export function createHybridRouter(options: HybridRouterOptions): Router {
  const { priority } = options;
  return {
    name: "hybrid",
    async route(query, context) {
      checkQuery(query);
      const turns: Turn[] = [];
      for (const name of priority) {
        const turn = await takeTurn(name, query, context, options);
        if (turn.decision && turn.reason === undefined) return withSkipped(turn.decision, turns);
        turns.push(turn);
      }
      const surest = turns.reduce<Turn | undefined>(surer, undefined);
      if (!surest?.decision) throw nobody(turns);
      return withSkipped(
        surest.decision,
        turns.filter((turn) => turn !== surest),
      );
    },
  };
}

/** What came of asking one router: a decision, a reason why it does not count, or both. */
interface Turn {
  readonly router: string;
  readonly decision?: RouteDecision;
  readonly reason?: string;
}

async function takeTurn(
  name: string,
  query: string,
  context: RouteContext | undefined,
  { find, leastConfidence, whyAbsent }: HybridRouterOptions,
): Promise<Turn> {
  context?.signal?.throwIfAborted();
  const router = find(name);
  if (!router) return { router: name, reason: whyAbsent?.(name) ?? "is not available" };
  try {
    const decision = await router.route(query, context);
    const least = leastConfidence?.(name) ?? 0;
    const unsure = decision.confidence !== undefined && decision.confidence < least;
    return { router: name, decision, ...(unsure && { reason: sayUnsure(decision, least) }) };
  } catch (error) {
    context?.signal?.throwIfAborted();
    return { router: name, reason: explainError(error) };
  }
}

const sayUnsure = ({ target, confidence = 0 }: RouteDecision, least: number) =>
  `said ${target} with a confidence of ${confidence.toFixed(2)}, and ${least.toFixed(2)} is asked for`;

function surer(one: Turn | undefined, other: Turn): Turn | undefined {
  if (!other.decision) return one;
  return (other.decision.confidence ?? 0) > (one?.decision?.confidence ?? -1) ? other : one;
}

function withSkipped(decision: RouteDecision, turns: readonly Turn[]): RouteDecision {
  if (turns.length === 0) return decision;
  return { ...decision, skipped: turns.map(({ router, reason = "" }) => ({ router, reason })) };
}

function nobody(turns: readonly Turn[]): RoutingError {
  const tried = turns.map(({ router, reason }) => `${router} ${reason}`).join("; ") || "none is named";
  return new RoutingError(`No router could decide: ${tried}.`, {
    code: "NO_ROUTER",
    hint: "Name one that exists in ROUTER_PRIORITY, for example rule.",
  });
}
