import type { RunLoad } from "../contracts/load-test.ts";

/** Prompt 6. */
export const runLoad: RunLoad = async ({ ask, requests, atOnce, now }) => {
  const latenciesMs: number[] = [];
  const startedAt = now();
  let next = 0;
  const sender = async () => {
    while (next < requests) {
      const index = next++;
      const sentAt = now();
      try {
        await ask(index);
        latenciesMs.push(now() - sentAt);
      } catch {
        // It is counted by what is missing among the latencies.
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, requests) }, sender));
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return {
    sent: requests,
    succeeded: sorted.length,
    failed: requests - sorted.length,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    perSecond: (requests * 1000) / (now() - startedAt),
  };
};
