import type { Exchange } from "./exchange.ts";

/** The same exchange for steps that run beside others: what they change is changed for all, but they can be stopped alone. */
export function branchExchange(exchange: Exchange, stop: AbortSignal): Exchange {
  const trace = exchange.trace.branch();
  const signal = AbortSignal.any([exchange.signal, stop]);
  const own: Partial<Record<PropertyKey, unknown>> = { trace, signal };
  return new Proxy(exchange, {
    get: (target, key) => {
      if (key in own) return own[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}
