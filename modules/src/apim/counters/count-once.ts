import type { Exchange } from "../pipeline/exchange.ts";

const counted = new WeakMap<Exchange, Set<string>>();

/** True the first time that a request comes with this key: a counter that several policies share counts a request once. */
export function isFirstCount(exchange: Exchange, key: string): boolean {
  const keys = counted.get(exchange) ?? new Set<string>();
  counted.set(exchange, keys);
  if (keys.has(key)) return false;
  keys.add(key);
  return true;
}
