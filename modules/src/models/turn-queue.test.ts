import { describe, expect, it } from "vitest";
import { createTurnQueue } from "./turn-queue.ts";

describe("the queue before the model", () => {
  it("lets one work at a time, in the order of arrival", async () => {
    const queue = createTurnQueue({ maxWaiting: 2 });
    const order: string[] = [];
    const first = await queue.enter();
    const others = ["second", "third"].map(async (name) => {
      const leave = await queue.enter();
      order.push(name);
      leave();
    });
    expect(queue.waiting).toBe(2);
    order.push("first");
    first();
    await Promise.all(others);
    await queue.idle();
    expect(order).toEqual(["first", "second", "third"]);
  });

  it("refuses who comes when it is full, and takes others again later", async () => {
    const queue = createTurnQueue({ maxWaiting: 0 });
    const leave = await queue.enter();
    await expect(queue.enter()).rejects.toMatchObject({
      status: 429,
      retryable: true,
      code: "LOCAL_MODEL_BUSY",
    });
    leave();
    (await queue.enter())();
  });

  it("lets go of who gives up while waiting, and keeps the others' order", async () => {
    const queue = createTurnQueue({ maxWaiting: 2 });
    const leave = await queue.enter();
    const patience = new AbortController();
    const impatient = queue.enter(patience.signal);
    const patient = queue.enter();
    patience.abort(new Error("no time"));
    await expect(impatient).rejects.toThrow("no time");
    expect(queue.waiting).toBe(1);
    leave();
    (await patient)();
    await queue.idle();
  });

  it("is not confused by a turn that is ended twice", async () => {
    const queue = createTurnQueue({ maxWaiting: 1 });
    const leave = await queue.enter();
    const next = queue.enter();
    leave();
    leave();
    const leaveNext = await next;
    const third = queue.enter();
    expect(queue.waiting).toBe(1);
    leaveNext();
    (await third)();
  });
});
