import { inspect } from "node:util";
import { expect, test } from "vitest";
import { callAfter, systemClock } from "./clock.ts";
import { createDrivenClock } from "./driven-clock.ts";
import { explainError, isLabError, LabError, ProviderError } from "./errors.ts";
import { newId } from "./ids.ts";
import { createRandom } from "./random.ts";

test("the same seed gives the same numbers, another seed others", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const many = Array.from({ length: 10_000 }, createRandom(1));
  expect(many.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(many.reduce((sum, value) => sum + value, 0) / many.length).toBeCloseTo(0.5, 1);
});

test("ids made in one moment differ", () => {
  expect(new Set(Array.from({ length: 1000 }, () => newId("x-"))).size).toBe(1000);
});

test("an error explains itself in one line", () => {
  const error = new ProviderError("azure answered 401: no.", {
    code: "401",
    status: 401,
    retryable: false,
    hint: "Check the key.",
  });
  expect(explainError(error)).toBe("azure answered 401: no. Check the key.");
  expect(error).toBeInstanceOf(LabError);
  expect(error.name).toBe("ProviderError");
  expect(explainError(new Error("plain"))).toBe("plain");
  expect(explainError("text")).toBe("text");
});

test("an error of another copy of the package is known by its marker", () => {
  const foreign = Object.assign(new Error("x"), {
    code: "C",
    hint: "do",
    [Symbol.for("hybrid-router.lab-error")]: true,
  });
  expect(foreign instanceof LabError).toBe(false);
  expect(isLabError(foreign)).toBe(true);
  expect(explainError(foreign)).toBe("x do");
});

test("a cell or an uncaught error shows the explanation, and no stack", () => {
  const error = new LabError("The lab cloud is gone.", { code: "GONE", hint: "Run npm start." });
  expect(inspect(error)).toBe("LabError: The lab cloud is gone. Run npm start.");
});

test("a time longer than a timer can be is not taken for none", async () => {
  const stopped = new AbortController();
  const woken: string[] = [];
  const stop = systemClock.after?.(Number.POSITIVE_INFINITY, () => woken.push("after"));
  systemClock.sleep(2 ** 40, stopped.signal).then(
    () => woken.push("sleep"),
    () => {},
  );
  await systemClock.sleep(20);
  expect(woken).toEqual([]);
  stop?.();
  stopped.abort();
});

test("what is called off is not called, on any clock", async () => {
  const clock = createDrivenClock();
  const called: string[] = [];
  for (const on of [clock, systemClock]) callAfter(on, 5, () => called.push("off"))();
  callAfter(clock, 5, () => called.push("on"));
  await clock.pass(4);
  expect(called).toEqual([]);
  await clock.pass(1);
  await systemClock.sleep(20);
  expect(called).toEqual(["on"]);
});
