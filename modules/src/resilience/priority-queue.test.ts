import fc from "fast-check";
import { expect, test } from "vitest";
import { createPriorityQueue, PRIORITIES, type Priority } from "./priority-queue.ts";

function house(limit: number, agingMs = 1000) {
  let now = 0;
  const clock = { now: () => now, elapsed: () => now, sleep: async () => {} };
  const queue = createPriorityQueue<string>({ clock, limit, agingMs });
  return { queue, pass: (ms: number) => (now += ms) };
}

test("most urgent first, and of the same urgency whoever came first", () => {
  const { queue } = house(10);
  queue.offer("low", "low");
  queue.offer("first", "normal");
  queue.offer("second", "normal");
  queue.offer("high", "high");
  expect(queue.waiting()).toEqual(["high", "first", "second", "low"]);
  expect([queue.take(), queue.take(), queue.take(), queue.take(), queue.take()]).toEqual([
    "high",
    "first",
    "second",
    "low",
    undefined,
  ]);
});

test("when it is full the least urgent gives way, or the newcomer is refused", () => {
  const { queue } = house(2);
  queue.offer("a", "normal");
  queue.offer("b", "low");
  expect(queue.offer("c", "high")).toEqual({ kind: "queued-for", shed: "b" });
  expect(queue.offer("d", "normal")).toEqual({ kind: "refused" });
  expect(queue.waiting()).toEqual(["c", "a"]);
  expect(house(0).queue.offer("x", "high")).toEqual({ kind: "refused" });
});

test("what leaves out of turn makes room", () => {
  const { queue } = house(1);
  queue.offer("a", "low");
  expect([queue.remove("a"), queue.remove("a"), queue.size]).toEqual([true, false, 0]);
  expect(queue.offer("b", "low")).toEqual({ kind: "queued" });
});

test("nobody is overtaken by what came a step of aging later for each step of urgency", () => {
  const agingMs = 1000;
  const arrival = fc.record({
    gapMs: fc.nat(700),
    priority: fc.constantFrom<Priority>(...PRIORITIES),
    takes: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.array(arrival, { minLength: 1, maxLength: 60 }), (arrivals) => {
      const { queue, pass } = house(1000, agingMs);
      const came = new Map<string, { readonly at: number; readonly step: number }>();
      const taken: string[] = [];
      let now = 0;
      for (const [index, { gapMs, priority, takes }] of arrivals.entries()) {
        pass(gapMs);
        now += gapMs;
        came.set(`${index}`, { at: now, step: PRIORITIES.indexOf(priority) });
        queue.offer(`${index}`, priority);
        for (let take = 0; take < takes; take++) taken.push(queue.take() ?? "");
      }
      while (queue.size > 0) taken.push(queue.take() ?? "");
      const order = taken.filter((id) => id !== "");
      expect(new Set(order).size).toBe(arrivals.length);
      for (const [place, id] of order.entries()) {
        const waiting = came.get(id);
        for (const earlier of order.slice(0, place)) {
          const other = came.get(earlier);
          if (!waiting || !other) continue;
          expect(other.at).toBeLessThanOrEqual(waiting.at + Math.max(0, waiting.step - other.step) * agingMs);
        }
      }
    }),
  );
});
