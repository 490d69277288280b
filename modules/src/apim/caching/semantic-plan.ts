import type { Exchange } from "../pipeline/exchange.ts";
import type { GatewayServices } from "../pipeline/gateway-services.ts";
import { SemanticCache } from "./semantic-cache.ts";

/** What the lookup found out that the store needs. */
export interface SemanticPlan {
  readonly partition: string;
  readonly vector: Float32Array;
  readonly prompt: string;
}

const plans = new WeakMap<Exchange, SemanticPlan>();

export function planSemanticStoring(exchange: Exchange, plan: SemanticPlan): void {
  plans.set(exchange, plan);
}

/** Undefined when no lookup ran, or it ruled caching out. */
export function semanticPlan(exchange: Exchange): SemanticPlan | undefined {
  return plans.get(exchange);
}

export function semanticCacheOf(services: GatewayServices): SemanticCache {
  return services.state("semantic-cache", () => new SemanticCache());
}
