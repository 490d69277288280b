import fc from "fast-check";
import { expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { type BulkheadEvent, type BulkheadOptions, createBulkhead, type Slot } from "./bulkhead.ts";
import { OverloadError } from "./overload-error.ts";
import { PRIORITIES, type Priority } from "./priority-queue.ts";

function house(options: Partial<BulkheadOptions> = {}) {
  const clock = createDrivenClock();
  const events: BulkheadEvent[] = [];
  const bulkhead = createBulkhead({
    name: "gpt",
    clock,
    limit: 1,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { bulkhead, clock, events };
}

test("lets through as many as it may, and each release lets in the next", async () => {
  const { bulkhead } = house({ limit: 2, queueLimit: 5 });
  const [one] = await Promise.all([bulkhead.acquire(), bulkhead.acquire()]);
  const third = bulkhead.acquire();
  expect(bulkhead.state()).toEqual({ running: 2, waiting: 1, limit: 2 });
  expect(bulkhead.tryAcquire()).toBeUndefined();
  one.release();
  one.release();
  await third;
  expect(bulkhead.state()).toEqual({ running: 2, waiting: 0, limit: 2 });
});

test("the more urgent go first and take the place of the less urgent", async () => {
  const { bulkhead, events } = house({ queueLimit: 2 });
  const held = await bulkhead.acquire();
  const order: string[] = [];
  const join = (name: string, priority: Priority) =>
    bulkhead.acquire({ priority }).then((slot) => {
      order.push(name);
      slot.release();
    });
  const shed = join("low", "low");
  const waiting = [join("normal", "normal"), join("high", "high")];
  await expect(shed).rejects.toMatchObject({ code: "SHED" });
  await expect(join("late", "low")).rejects.toMatchObject({ code: "QUEUE_FULL" });
  held.release();
  await Promise.all(waiting);
  expect(order).toEqual(["high", "normal"]);
  expect(events).toMatchObject([
    { refused: "SHED", priority: "low" },
    { refused: "QUEUE_FULL", priority: "low" },
  ]);
});

test("whoever leaves frees the place in the queue at once", async () => {
  const { bulkhead } = house({ queueLimit: 1 });
  await bulkhead.acquire();
  const caller = new AbortController();
  const left = bulkhead.acquire({ signal: caller.signal });
  caller.abort(new Error("gone"));
  await expect(left).rejects.toThrow("gone");
  expect(bulkhead.state().waiting).toBe(0);
  await expect(bulkhead.acquire({ signal: caller.signal })).rejects.toThrow("gone");
});

test("whoever cannot wait as long as the queue is, is told at once, with the time", async () => {
  const { bulkhead, clock } = house({ queueLimit: 5 });
  const first = await bulkhead.acquire();
  await clock.pass(4000);
  first.release();
  await bulkhead.acquire();
  expect(bulkhead.expectedWaitMs()).toBe(4000);
  await expect(bulkhead.acquire({ maxWaitMs: 1000 })).rejects.toMatchObject({
    code: "TOO_LATE",
    retryAfterMs: 4000,
    hint: "Ask again in 4 s.",
  });
  expect(bulkhead.state().waiting).toBe(0);
});

test.each([{ limit: 0 }, { limit: Number.NaN }, { queueLimit: -1 }, { agingMs: 0 }])(
  "%j is refused",
  (figures) => {
    expect(() => house(figures)).toThrow(/^Bulkhead of gpt: (?:limit|queueLimit|agingMs) must be/);
  },
);

test("whatever comes and goes: never more than the limit, never more waiting than there is room, and all end", async () => {
  const guest = fc.record({
    priority: fc.constantFrom<Priority>(...PRIORITIES),
    holdMs: fc.integer({ min: 1, max: 50 }),
    gapMs: fc.nat(15),
    leavesAfterMs: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(guest, { minLength: 1, maxLength: 25 }), async (guests) => {
      const { bulkhead, clock } = house({ limit: 3, queueLimit: 4 });
      let inside = 0;
      const work = async (slot: Slot, holdMs: number) => {
        inside++;
        expect(inside).toBeLessThanOrEqual(3);
        await clock.sleep(holdMs);
        inside--;
        slot.release();
      };
      const visits: Promise<unknown>[] = [];
      for (const { priority, holdMs, gapMs, leavesAfterMs } of guests) {
        const caller = new AbortController();
        if (leavesAfterMs !== undefined) clock.sleep(leavesAfterMs).then(() => caller.abort());
        const visit = bulkhead
          .acquire({ priority, signal: caller.signal })
          .then((slot) => work(slot, holdMs));
        visits.push(visit.catch(ignoreLeaving));
        expect(bulkhead.state().waiting).toBeLessThanOrEqual(4);
        await clock.pass(gapMs);
      }
      await clock.until(Promise.all(visits));
      expect(bulkhead.state()).toEqual({ running: 0, waiting: 0, limit: 3 });
    }),
    { numRuns: 25 },
  );
});

/** Those who left and those who were turned away are no fault; anything else is. */
function ignoreLeaving(error: unknown): void {
  if (!(error instanceof OverloadError || (error instanceof Error && error.name === "AbortError")))
    throw error;
}
