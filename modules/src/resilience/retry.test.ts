import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { ProviderError } from "../core/errors.ts";
import { createRandom } from "../core/random.ts";
import { createDeadline } from "./deadline.ts";
import { createRetry, type RetryEvent, type RetryOptions } from "./retry.ts";
import { createRetryBudget } from "./retry-budget.ts";

const broken = (retryAfterMs?: number) =>
  new ProviderError("503", { code: "HTTP_503", status: 503, retryable: true, retryAfterMs });
const refused = new ProviderError("400", { code: "HTTP_400", status: 400, retryable: false });

function house(options: Partial<RetryOptions> = {}) {
  const clock = createDrivenClock();
  const events: RetryEvent[] = [];
  const retry = createRetry({
    clock,
    random: createRandom(1),
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { clock, events, retry };
}

/** Fails with each error in turn, then answers. */
function failing(...errors: readonly unknown[]) {
  const rest = [...errors];
  const attempts: number[] = [];
  const work = async (attempt: number) => {
    attempts.push(attempt);
    if (rest.length > 0) throw rest.shift();
    return "answer";
  };
  return { work, attempts };
}

const decisions = (events: readonly RetryEvent[]) => events.map(({ decision }) => decision);

test("asks again after a failure that may pass, and not after another", async () => {
  const { clock, events, retry } = house();
  const { work, attempts } = failing(broken());
  expect(await clock.until(retry.run(work, { name: "a" }))).toBe("answer");
  expect(attempts).toEqual([1, 2]);
  expect(events).toMatchObject([
    { name: "a", attempt: 1, failure: "transient", decision: { kind: "retry" } },
  ]);

  const twice = failing(refused);
  await expect(retry.run(twice.work, { name: "a" })).rejects.toBe(refused);
  expect(twice.attempts).toEqual([1]);
});

test("gives up after the attempts it has, with the last error", async () => {
  const { clock, events, retry } = house();
  const last = broken();
  const { work, attempts } = failing(broken(), last);
  await expect(clock.until(retry.run(work, { name: "a" }))).rejects.toBe(last);
  expect(attempts).toEqual([1, 2]);
  expect(decisions(events).at(-1)).toEqual({ kind: "give-up", because: "attempts-used" });
});

test("waits 1.5 times as long each time, half of it by chance, up to the longest", async () => {
  const { clock, events, retry } = house({ firstWaitMs: 100, maxWaitMs: 200, maxAttempts: 5 });
  const { work } = failing(broken(), broken(), broken(), broken());
  await clock.until(retry.run(work, { name: "a" }));
  const waits = decisions(events).map((decision) => (decision.kind === "retry" ? decision.waitMs : 0));
  const grown = [100, 150, 200, 200];
  expect(waits).toHaveLength(grown.length);
  for (const [index, waitMs] of waits.entries()) {
    expect(waitMs).toBeGreaterThanOrEqual((grown[index] ?? 0) / 2);
    expect(waitMs).toBeLessThanOrEqual(grown[index] ?? 0);
  }
});

test("never comes back sooner than asked, and leaves those who ask for too long", async () => {
  const { clock, events, retry } = house();
  const began = clock.elapsed();
  await clock.until(retry.run(failing(broken(1500)).work, { name: "a" }));
  expect(clock.elapsed() - began).toBeGreaterThanOrEqual(1500);

  await expect(retry.run(failing(broken(60_000)).work, { name: "a" })).rejects.toThrow("503");
  expect(decisions(events).at(-1)).toEqual({ kind: "give-up", because: "asked-to-wait-too-long" });
});

test("begins no wait that the deadline would cut short", async () => {
  const { clock, events, retry } = house();
  const deadline = createDeadline(clock, 1000, undefined);
  const { work, attempts } = failing(broken(1200));
  await expect(retry.run(work, { name: "a", deadline })).rejects.toThrow("503");
  expect(attempts).toEqual([1]);
  expect(clock.elapsed()).toBe(0);
  expect(decisions(events)).toEqual([{ kind: "give-up", because: "deadline" }]);
  deadline.clear();
});

test("a caller who leaves during the wait is obeyed at once", async () => {
  const { clock, retry } = house();
  const caller = new AbortController();
  const { work, attempts } = failing(broken());
  const run = retry.run(work, { name: "a", signal: caller.signal });
  await clock.pass(10);
  caller.abort(new Error("gone"));
  await expect(run).rejects.toThrow("gone");
  expect(attempts).toEqual([1]);
});

test.each([
  { maxAttempts: 0 },
  { factor: 0.5 },
  { factor: Number.NaN },
  { firstWaitMs: -1 },
  { maxWaitMs: 0 },
])("%j is refused", (figures) => {
  expect(() => house(figures)).toThrow(/^Retry: \w+ must be/);
});

describe("only one layer retries", () => {
  test.each([1, 2, 3, 4])("%d layers call as often as the innermost alone", async (layers) => {
    const { clock, retry } = house({ maxAttempts: 3 });
    let calls = 0;
    let work = async (): Promise<string> => {
      calls++;
      throw broken();
    };
    for (let layer = 0; layer < layers; layer++) {
      const inner = work;
      work = () => retry.run(inner, { name: "a" });
    }
    await expect(clock.until(work())).rejects.toThrow("503");
    expect(calls).toBe(3);
  });
});

test("all retries together stay within the budget, whatever fails", async () => {
  const share = 0.1;
  const burst = 5;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 80 }), async (fails) => {
      const { clock, retry } = house({ budget: createRetryBudget({ share, burst }) });
      let calls = 0;
      for (const failed of fails) {
        const run = retry.run(
          async () => {
            calls++;
            if (failed) throw broken();
          },
          { name: "a" },
        );
        await clock.until(run).catch(() => {});
      }
      expect(calls - fails.length).toBeLessThanOrEqual(burst + share * fails.length);
    }),
    { numRuns: 20 },
  );
});

test.each([
  ["says nothing of it", undefined],
  ["has a reason of its own", new Error("The tab was closed.")],
])("tells that the caller left, and not that something unknown failed, when it %s", async (_, why) => {
  const { events, retry } = house();
  const caller = new AbortController();
  const work = async () => {
    caller.abort(why);
    throw caller.signal.reason;
  };
  await expect(retry.run(work, { name: "a", signal: caller.signal })).rejects.toBe(caller.signal.reason);
  expect(events).toMatchObject([
    { failure: "cancelled", decision: { kind: "give-up", because: "not-retryable" } },
  ]);
});

test("keeps the failure of a deployment that failed before its caller left", async () => {
  const { events, retry } = house();
  const caller = new AbortController();
  const work = async () => {
    caller.abort();
    throw refused;
  };
  await expect(retry.run(work, { name: "a", signal: caller.signal })).rejects.toBe(refused);
  expect(events).toMatchObject([{ failure: "request" }]);
});
