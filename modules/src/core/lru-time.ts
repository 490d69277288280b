import type { Clock } from "./clock.ts";

/** Options by which an LRUCache of `lru-cache` with a `ttl` goes by a clock of ours, to the millisecond. */
export const lruTime = (clock: Clock) => ({
  ttlResolution: 0,
  // The library takes a start of 0 for "no time set".
  perf: { now: () => clock.elapsed() + 1 },
});
