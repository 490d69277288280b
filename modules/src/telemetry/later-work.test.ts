import { expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { createLaterWork } from "./later-work.ts";

function later(most = 3) {
  const clock = createDrivenClock();
  const done: string[] = [];
  const work = createLaterWork({ clock, most, delayMs: 100, onError: () => done.push("error") });
  const add = (name: string) => work.add(() => done.push(name));
  return { clock, done, work, add };
}

test("waits a while, or for enough of it, and keeps its order", async () => {
  const { clock, done, add } = later();
  add("a");
  await clock.pass(99);
  expect(done).toEqual([]);
  await clock.pass(1);
  expect(done).toEqual(["a"]);
  for (const name of ["b", "c", "d", "e"]) add(name);
  expect(done).toEqual(["a", "b", "c", "d"]);
  await clock.pass(100);
  expect(done.at(-1)).toBe("e");
});

test("is done at once when it is asked for, and once only", async () => {
  const { clock, done, work, add } = later();
  add("a");
  work.settle();
  work.settle();
  await clock.pass(1000);
  expect(done).toEqual(["a"]);
});

test("goes on after a piece that throws", () => {
  const { done, work, add } = later();
  add("a");
  work.add(() => {
    throw new Error("no");
  });
  add("b");
  expect(done).toEqual(["a", "error", "b"]);
});
