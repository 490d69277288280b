import fc from "fast-check";
import { expect, test } from "vitest";
import { createQuota, type QuotaLimits } from "./quota.ts";

function quotaOf(limits: QuotaLimits) {
  let now = 0;
  const clock = { now: () => now, elapsed: () => now, sleep: async () => {} };
  return { quota: createQuota(clock, limits), pass: (ms: number) => (now += ms) };
}

test("a minute's tokens and requests are counted and fall out one by one", () => {
  const { quota, pass } = quotaOf({ tokensPerMinute: 1000 });
  expect(quota.read()).toMatchObject({ remainingTokens: 1000, remainingRequests: 6 });
  quota.admit(300);
  pass(30_000);
  quota.admit(200);
  expect(quota.read()).toMatchObject({ remainingTokens: 500, remainingRequests: 4 });
  pass(30_000);
  expect(quota.read()).toMatchObject({ remainingTokens: 800, remainingRequests: 5 });
  pass(30_000);
  expect(quota.read()).toMatchObject({ remainingTokens: 1000, remainingRequests: 6 });
});

test("a request that does not fit takes nothing and is told when it does", () => {
  const { quota, pass } = quotaOf({ tokensPerMinute: 1000 });
  quota.admit(600);
  pass(10_000);
  quota.admit(300);
  expect(quota.admit(200)).toMatchObject({ of: "tokens", retryAfterMs: 50_000 });
  expect(quota.admit(800)).toMatchObject({ of: "tokens", retryAfterMs: 60_000 });
  expect(quota.read()).toMatchObject({ remainingTokens: 100, remainingRequests: 4 });
  expect(quota.admit(100)).toBeUndefined();
});

test("too many requests are refused though tokens are left", () => {
  const { quota, pass } = quotaOf({ tokensPerMinute: 1000, requestsPerMinute: 2 });
  quota.admit(1);
  pass(1500);
  quota.admit(1);
  expect(quota.admit(1)).toMatchObject({ of: "calls", retryAfterMs: 58_500, left: { remainingRequests: 0 } });
});

test("a request larger than the whole minute never fits", () => {
  const { quota } = quotaOf({ tokensPerMinute: 1000 });
  const shortage = quota.admit(1001);
  expect(shortage).toMatchObject({ of: "tokens", left: { limitTokens: 1000, remainingTokens: 1000 } });
  expect(shortage?.retryAfterMs).toBeUndefined();
});

test("whatever came before: a moment early it is refused, at the time it was told it is admitted", () => {
  const step = fc.record({
    pauseMs: fc.integer({ min: 0, max: 20_000 }),
    tokens: fc.integer({ min: 1, max: 400 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 1, max: 1000 }),
      (steps, tokens) => {
        const { quota, pass } = quotaOf({ tokensPerMinute: 1000 });
        for (const one of steps) {
          pass(one.pauseMs);
          quota.admit(one.tokens);
          const { remainingTokens, remainingRequests } = quota.read();
          expect(Math.min(remainingTokens, remainingRequests)).toBeGreaterThanOrEqual(0);
        }
        const shortage = quota.admit(tokens);
        if (!shortage) return;
        const waitMs = shortage.retryAfterMs ?? Number.NaN;
        expect(waitMs).toBeGreaterThan(0);
        pass(waitMs - 1);
        expect(quota.admit(tokens)).toMatchObject({ retryAfterMs: 1 });
        pass(1);
        expect(quota.admit(tokens)).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});
