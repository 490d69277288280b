import { describe, expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { ExportError } from "./export-error.ts";
import { createExportQueue, type DropCause, type QueueOptions } from "./export-queue.ts";
import type { SpanRecord } from "./span-record.ts";

const spans = (count: number): SpanRecord[] =>
  Array.from({ length: count }, (_, place) => ({
    traceId: `${"0".repeat(31)}1`,
    spanId: place.toString(16).padStart(16, "0"),
    name: "hybrid.route",
    kind: "internal",
    startMs: 0,
    durationMs: 1,
    status: "unset",
    attributes: {},
    events: [],
  }));

type Send = (batch: readonly SpanRecord[], signal: AbortSignal) => Promise<void>;

/** A queue before a sink that does as it is told, with a clock that is driven. */
function queueBefore(send: Send, bounds: Partial<QueueOptions> = {}) {
  const clock = createDrivenClock();
  const drops: [number, DropCause][] = [];
  const batches: number[] = [];
  const queue = createExportQueue({
    exporter: {
      name: "sink",
      async export(batch, signal) {
        batches.push(batch.length);
        await send(batch, signal);
      },
    },
    clock,
    onDrop: (_name, count, cause) => drops.push([count, cause]),
    describe: (error) => (error instanceof Error ? error.message : String(error)),
    ...bounds,
  });
  return { clock, queue, drops, batches };
}

const takes: Send = async () => {};
const hangs: Send = () => new Promise(() => {});
const refuses: Send = async () => {
  throw new ExportError("is down", { retryable: true });
};

describe("a queue before an exporter", () => {
  test("sends what there is after a while, and full batches at once", async () => {
    const { clock, queue, batches } = queueBefore(takes, { batchSize: 4, delayMs: 1000 });
    queue.add(spans(3));
    await clock.pass(999);
    expect(batches).toEqual([]);
    await clock.pass(1);
    expect(batches).toEqual([3]);
    queue.add(spans(9));
    await clock.pass(0);
    expect(batches).toEqual([3, 4, 4, 1]);
    expect(queue.state()).toMatchObject({ waiting: 0, exported: 12, dropped: 0, failing: undefined });
  });

  test("drops and counts what has no room before a sink that hangs, and keeps to its bound", async () => {
    const { clock, queue, drops } = queueBefore(hangs, { capacity: 100, batchSize: 10, tries: 1 });
    for (let request = 0; request < 1000; request++) queue.add(spans(4));
    const { waiting } = queue.state();
    expect(waiting).toBeLessThanOrEqual(100);
    const full = drops.filter(([, cause]) => cause === "full").reduce((sum, [count]) => sum + count, 0);
    expect(full).toBe(4000 - waiting - 10);
    await clock.until(queue.close(5000));
    const { exported, dropped } = queue.state();
    expect({ exported, dropped }).toEqual({ exported: 0, dropped: 4000 });
  });

  test("tries again before it gives a batch up", async () => {
    let left = 2;
    const { clock, queue, batches, drops } = queueBefore(async (batch, signal) => {
      if (left-- > 0) await refuses(batch, signal);
    });
    queue.add(spans(5));
    await clock.until(queue.flush(10_000));
    expect(batches).toEqual([5, 5, 5]);
    expect(drops).toEqual([]);
    expect(queue.state()).toMatchObject({ exported: 5, failing: undefined });
  });

  test("says why it gave a batch up, and goes on with the next", async () => {
    const { clock, queue, drops } = queueBefore(refuses);
    queue.add(spans(5));
    await clock.until(queue.flush(10_000));
    expect(drops).toEqual([[5, "failed"]]);
    expect(queue.state()).toMatchObject({ dropped: 5, failing: "is down" });
  });

  test("does not try again what is refused for ever", async () => {
    const { clock, queue, batches } = queueBefore(async () => {
      throw new ExportError("The collector answered 400.", { retryable: false });
    });
    queue.add(spans(1));
    await clock.until(queue.flush(10_000));
    expect(batches).toEqual([1]);
  });

  test("flushes for as long as it is given, and no longer", async () => {
    const { clock, queue } = queueBefore(hangs, { tries: 1, timeoutMs: 60_000 });
    queue.add(spans(1));
    const before = clock.elapsed();
    await clock.until(queue.flush(3000));
    expect(clock.elapsed() - before).toBe(3000);
  });

  test("ends a try that takes too long by its signal", async () => {
    const reasons: unknown[] = [];
    const { clock, queue, drops } = queueBefore(
      (_batch, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reasons.push(signal.reason);
            reject(signal.reason);
          });
        }),
      { timeoutMs: 2000, tries: 1 },
    );
    queue.add(spans(2));
    await clock.until(queue.flush(10_000));
    expect(String(reasons[0])).toContain("took longer than 2000 ms");
    expect(drops).toEqual([[2, "failed"]]);
  });

  test("takes nothing after it is closed, and counts that", async () => {
    const { clock, queue, drops } = queueBefore(takes);
    await clock.until(queue.close(1000));
    queue.add(spans(2));
    expect(drops).toEqual([[2, "closed"]]);
  });
});
