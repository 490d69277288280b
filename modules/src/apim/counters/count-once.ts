import type { Exchange } from "../pipeline/exchange.ts";

const counted = new WeakMap<Exchange, Map<string, number>>();

/** How much a request has added to a counter already; undefined when it has not counted there. */
export function ownCount(exchange: Exchange, counter: string): number | undefined {
  return counted.get(exchange)?.get(counter);
}

/** True the first time that a request adds to a counter: one that several policies share counts a request once. */
export function isFirstCount(exchange: Exchange, counter: string, amount: number): boolean {
  const amounts = counted.get(exchange) ?? new Map<string, number>();
  counted.set(exchange, amounts);
  if (amounts.has(counter)) return false;
  amounts.set(counter, amount);
  return true;
}
