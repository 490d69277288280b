import type { Exchange } from "./exchange.ts";
import type { PolicyStep } from "./policy.ts";

/** Policies that run for a browser's question before its request: `cors`, and what leads to one that stands directly in inbound. */
const ASKED = new Set(["cors", "base", "include-fragment"]);

interface Preflight {
  /** Whether any scope has a `cors` policy. */
  hasCors: boolean;
}

const preflights = new WeakMap<Exchange, Preflight>();

/** Marks an exchange as a browser's question what it may send. */
export function beginPreflight(exchange: Exchange): Preflight {
  const preflight = { hasCors: false };
  preflights.set(exchange, preflight);
  return preflight;
}

/** From here on the exchange is one like all others. */
export function endPreflight(exchange: Exchange): void {
  preflights.delete(exchange);
}

/** Whether a step is passed over because a browser only asks. */
export function isNotAsked(exchange: Exchange, { policy }: PolicyStep): boolean {
  const preflight = exchange.request.method === "OPTIONS" ? preflights.get(exchange) : undefined;
  if (!preflight) return false;
  if (policy === "cors") preflight.hasCors = true;
  return !ASKED.has(policy);
}
