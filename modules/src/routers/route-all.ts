import type { RouteContext, RouteDecision, Router } from "./router.ts";

/** Which query of a batch an error is about. */
const places = new WeakMap<object, number>();

/** The place of the query, counted from 0, on which a batch failed; unknown where the router does not say. */
export const failedAt = (error: unknown): number | undefined =>
  typeof error === "object" && error !== null ? places.get(error) : undefined;

/** Routes the query at a place of a batch; what is thrown is known by that place. */
export async function routeAt<Decision>(at: number, route: () => Promise<Decision>): Promise<Decision> {
  try {
    return await route();
  } catch (error) {
    if (typeof error === "object" && error !== null) places.set(error, at);
    throw error;
  }
}

/**
 * Decides on many queries, in their order: at once where the router can, else one after the other.
 * @throws what `route` throws, for the first query that it cannot decide on; `failedAt` says which.
 */
export async function routeAll(
  router: Router,
  queries: readonly string[],
  context: RouteContext = {},
): Promise<readonly RouteDecision[]> {
  if (router.routeAll) return router.routeAll(queries, context);
  const decisions: RouteDecision[] = [];
  for (const [at, query] of queries.entries()) {
    context.signal?.throwIfAborted();
    decisions.push(await routeAt(at, () => router.route(query, context)));
  }
  return decisions;
}
