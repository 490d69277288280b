import { expect, test } from "vitest";
import { createQuota } from "./quota.ts";

function quotaAt(limit: number) {
  let now = 0;
  const clock = { now: () => now, elapsed: () => now, sleep: async () => {} };
  return { quota: createQuota(clock, limit), pass: (ms: number) => (now += ms) };
}

test("a minute's tokens and requests are counted and fall out one by one", () => {
  const { quota, pass } = quotaAt(1000);
  expect(quota.read()).toMatchObject({ remainingTokens: 1000, remainingRequests: 6, resetMs: 0 });
  quota.use(300);
  pass(30_000);
  quota.use(200);
  expect(quota.read()).toMatchObject({ remainingTokens: 500, remainingRequests: 4, resetMs: 30_000 });
  pass(30_000);
  expect(quota.read()).toMatchObject({ remainingTokens: 800, remainingRequests: 5, resetMs: 30_000 });
  pass(30_000);
  expect(quota.read()).toMatchObject({ remainingTokens: 1000, remainingRequests: 6 });
});

test("what was used beyond the limit leaves nothing, not less", () => {
  const { quota } = quotaAt(1000);
  quota.use(5000);
  expect(quota.read().remainingTokens).toBe(0);
});
