import { expect, test } from "vitest";
import { createDrivenClock } from "../core/driven-clock.ts";
import { ProviderError } from "../core/errors.ts";
import { createBreaker } from "./breaker.ts";
import type { BreakerEvent } from "./breaker-state.ts";
import { breakerTimeline } from "./breaker-timeline.ts";

const broken = new ProviderError("It failed.", { code: "HTTP_503", status: 503, retryable: true });

test("tells each stretch, without gap, from the events alone", async () => {
  const clock = createDrivenClock();
  const events: (BreakerEvent | { type: "retry"; at: number })[] = [];
  const fromMs = clock.now();
  const breaker = createBreaker("gpt", { clock, onEvent: (event) => events.push(event) });
  await clock.pass(10_000);
  for (let failure = 0; failure < 3; failure++) breaker.enter()?.fail(broken);
  events.push({ type: "retry", at: clock.now() });
  await clock.pass(30_000);
  breaker.enter()?.succeed();
  await clock.pass(2000);
  breaker.enter()?.succeed();
  await clock.pass(5000);
  const span = (state: string, startMs: number, endMs: number, because = "") => ({
    deployment: "gpt",
    state,
    startMs,
    endMs,
    because,
  });
  const options = { fromMs, untilMs: clock.now() };
  expect(breakerTimeline(events, options)).toEqual([
    span("closed", 0, 10_000),
    span("open", 10_000, 40_000, "transient"),
    span("half-open", 40_000, 42_000),
    span("closed", 42_000, 47_000),
  ]);
  expect(breakerTimeline(events, { fromMs: fromMs + 41_000, untilMs: fromMs + 46_000 })).toEqual([
    span("half-open", 0, 1000),
    span("closed", 1000, 5000),
  ]);
  expect(breakerTimeline([], { ...options, deployments: ["quiet"] })).toEqual([
    { ...span("closed", 0, 47_000), deployment: "quiet" },
  ]);
});
