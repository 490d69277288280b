import { expect, test } from "vitest";
import type { Clock } from "../core/clock.ts";
import type { Output } from "./display.ts";
import { plainText } from "./html.ts";
import { progress } from "./progress.ts";

function record() {
  const time = { now: 0 };
  const drawn: string[] = [];
  const draw = (markup: string) => void drawn.push(plainText(markup));
  const output: Output = { html: () => {}, text: () => {}, live: () => ({ draw, end: draw }) };
  const clock: Clock = { now: () => time.now, elapsed: () => time.now, sleep: async () => {} };
  return { time, drawn, tools: { output, clock } };
}

test("it is drawn at most every 100 ms, and its end always", () => {
  const { time, drawn, tools } = record();
  const bar = progress(50, "prompts", tools);
  for (let step = 0; step < 50; step++) {
    time.now += 10;
    bar.step();
  }
  bar.done();
  expect(drawn).toEqual([
    "prompts 0 of 50",
    "prompts 10 of 50",
    "prompts 20 of 50",
    "prompts 30 of 50",
    "prompts 40 of 50",
    "prompts 50 of 50",
    "prompts 50 of 50 · done in 500 ms",
  ]);
});

test("an end before its time says so, and nothing is drawn after it", () => {
  const { time, drawn, tools } = record();
  const bar = progress(3, "prompts", tools);
  bar.step();
  time.now = 1500;
  bar.done("the server went away <b>");
  bar.step();
  bar.done();
  expect(drawn).toEqual([
    "prompts 0 of 3",
    "prompts 1 of 3 · stopped after 1.5 s · the server went away <b>",
  ]);
});

test("nothing to do is done at once", () => {
  const { drawn, tools } = record();
  progress(0, "prompts", tools).done();
  expect(drawn.at(-1)).toBe("prompts 0 of 0 · done in 0 ms");
});

test("work that tells its own count is drawn at that count, cached pieces and all", () => {
  const { drawn, tools } = record();
  const bar = progress(3, "prompts", tools);
  bar.reach(3);
  bar.done();
  expect(drawn.at(-1)).toContain("prompts 3 of 3");
});
