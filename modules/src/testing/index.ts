export { type ExpectRouteOptions, expectRoute, type RouteExpectation } from "./expect-route.ts";
export { expectRoutes, type RouteCase } from "./expect-routes.ts";
export { ExpectationError } from "./expectation-error.ts";
export type { CostOptions } from "./route-check.ts";
