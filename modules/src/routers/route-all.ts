import type { RouteContext, RouteDecision, Router } from "./router.ts";

/**
 * Decides on many queries, in their order: at once where the router can, else one after the other.
 * @throws what `route` throws, for the first query that it cannot decide on.
 */
export async function routeAll(
  router: Router,
  queries: readonly string[],
  context: RouteContext = {},
): Promise<readonly RouteDecision[]> {
  if (router.routeAll) return router.routeAll(queries, context);
  const decisions: RouteDecision[] = [];
  for (const query of queries) {
    context.signal?.throwIfAborted();
    decisions.push(await router.route(query, context));
  }
  return decisions;
}
