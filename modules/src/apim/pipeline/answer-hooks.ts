import type { Exchange } from "./exchange.ts";

export type AnswerHook = () => Promise<void> | void;

const hooks = new WeakMap<Exchange, AnswerHook[]>();

/**
 * Runs `hook` once when the backend section has ended with a backend's answer, before outbound: what outbound shall see, such
 * as the tokens that were used, is set there. Not run after an error, `return-response` or an answer from a cache.
 */
export function onAnswer(exchange: Exchange, hook: AnswerHook): void {
  const known = hooks.get(exchange);
  if (known) known.push(hook);
  else hooks.set(exchange, [hook]);
}

/** Runs the hooks in the order in which they were given. */
export async function runAnswerHooks(exchange: Exchange): Promise<void> {
  const known = hooks.get(exchange);
  if (!known) return;
  hooks.delete(exchange);
  for (const hook of known) await hook();
}
