import type { Exchange } from "./exchange.ts";
import type { ResponseMessage } from "./message.ts";
import type { PolicyStep } from "./policy.ts";

/** Policies that run others and so may hold the one that is looked for. */
const CONTAINERS = new Set(["base", "choose", "include-fragment", "limit-concurrency", "retry", "wait"]);

const storesAhead = new WeakMap<Exchange, ReadonlySet<string>>();

/**
 * Answers from a cache: what is left of inbound and the backend section do not run, and outbound goes on behind the policy
 * that stores in that cache. The policy returns `"answered"` then.
 */
export function answerFromCache(
  exchange: Exchange,
  response: ResponseMessage,
  stores: readonly string[],
): void {
  exchange.response = response;
  storesAhead.set(exchange, new Set(stores));
}

/** Whether outbound passes over a step, because the answer was stored behind it. */
export function passesOver(exchange: Exchange, { policy }: PolicyStep): boolean {
  const stores = storesAhead.get(exchange);
  if (!stores || exchange.section !== "outbound") return false;
  if (stores.has(policy)) storesAhead.delete(exchange);
  return stores.has(policy) || !CONTAINERS.has(policy);
}
