import type { GatewayServices } from "../pipeline/gateway-services.ts";

/** What is kept under a key; undefined when there is nothing or its time is over. */
export function readEntry({ cache, clock }: GatewayServices, key: string): unknown {
  const entry = cache.get(key);
  if (!entry) return undefined;
  if (entry.expiresAt > clock.now()) return entry.value;
  cache.delete(key);
  return undefined;
}

/** Keeps a value for so many seconds; nothing is kept for 0 or less. */
export function writeEntry(
  { cache, clock }: GatewayServices,
  key: string,
  value: unknown,
  seconds: number,
): void {
  cache.delete(key);
  if (seconds <= 0) return;
  cache.set(key, { value, expiresAt: clock.now() + seconds * 1000 });
}
