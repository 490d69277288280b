import type { Exchange } from "../pipeline/exchange.ts";

/** What `cache-lookup` found out that `cache-store` needs. */
export interface CachePlan {
  readonly key: string;
  /** `Cache-Control` for the caller, apart from its age; undefined when the caller's side may not cache. */
  readonly downstream: string | undefined;
  /** Names of headers for `Vary`. */
  readonly vary: readonly string[];
}

const plans = new WeakMap<Exchange, CachePlan>();

export function planStoring(exchange: Exchange, plan: CachePlan): void {
  plans.set(exchange, plan);
}

/** Undefined when no `cache-lookup` ran or it ruled caching out. */
export function storingPlan(exchange: Exchange): CachePlan | undefined {
  return plans.get(exchange);
}

export interface VaryBy {
  readonly headers: readonly string[];
  /** Empty: all parameters count. */
  readonly queryParameters: readonly string[];
  readonly subscription: boolean;
}

/** Tells apart the requests that must not share an answer. */
export function cacheKey(exchange: Exchange, { headers, queryParameters, subscription }: VaryBy): string {
  const { api, operation, request } = exchange;
  const parts = {
    api: api.id,
    operation: operation.id,
    path: request.url.pathname,
    query: queryOf(request.url.searchParams, queryParameters),
    headers: headers.map((name) => [name.toLowerCase(), request.headers.get(name) ?? null]),
    subscription: subscription ? (exchange.subscription?.id ?? null) : undefined,
  };
  return `cache-lookup ${JSON.stringify(parts)}`;
}

function queryOf(query: URLSearchParams, names: readonly string[]): readonly (readonly [string, string])[] {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return [...query]
    .filter(([name]) => wanted.size === 0 || wanted.has(name.toLowerCase()))
    .sort(([first], [second]) => (first < second ? -1 : first > second ? 1 : 0));
}
