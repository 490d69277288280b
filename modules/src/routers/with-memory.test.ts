import { expect, test } from "vitest";
import { user } from "../chat/message.ts";
import { createDrivenClock } from "../core/driven-clock.ts";
import { RoutingError } from "../core/errors.ts";
import type { RouteContext, RouteDecision, Router } from "./router.ts";
import { withMemory } from "./with-memory.ts";

const DECISION: RouteDecision = {
  router: "phi",
  target: "cloud",
  reason: "cloud: sorter-1 said so, in one word.",
  score: 1,
  threshold: 0.5,
  margin: 0.5,
  runnerUp: "local",
  signals: [],
  ms: 240,
  asked: { model: "sorter-1", ms: 239 },
  skipped: [],
};

function thinking(limits: { decisions?: number; ttlMs?: number } = {}) {
  const asked: string[] = [];
  const clock = createDrivenClock();
  const inside: Router = {
    name: "phi",
    async route(query) {
      asked.push(query);
      if (query === "") throw new RoutingError("Nothing to decide on.", { code: "EMPTY" });
      return DECISION;
    },
  };
  const router = withMemory(inside, { decisions: 10, ttlMs: 1000, clock, ...limits });
  return { asked, clock, router };
}

test("the second decision is the first, made by nobody, in no time, and says so", async () => {
  const { asked, router } = thinking();
  expect(await router.route("Why?")).toEqual(DECISION);
  const { asked: _nobody, ...rest } = DECISION;
  const signals = [{ name: "remembered", value: "asked before", weight: 0 }];
  expect(await router.route("Why?")).toEqual({ ...rest, signals, ms: 0 });
  expect(asked).toEqual(["Why?"]);
});

test.each<[string, RouteContext]>([
  ["tenant", { tenant: "other" }],
  ["history", { history: [user("Before that.")] }],
])("another %s is decided on anew", async (_, context) => {
  const { asked, router } = thinking();
  await router.route("Why?", { tenant: "acme" });
  await router.route("Why?", { tenant: "acme", ...context });
  expect(asked).toHaveLength(2);
});

test("what is too old, or gave way to others, is decided on anew", async () => {
  const { asked, clock, router } = thinking({ decisions: 2 });
  await router.route("one");
  await clock.pass(1001);
  await router.route("one");
  await router.route("two");
  await router.route("three");
  await router.route("one");
  expect(asked).toEqual(["one", "one", "two", "three", "one"]);
});

test("a failure is not remembered, and who has left is not answered", async () => {
  const { asked, router } = thinking();
  for (let turn = 0; turn < 2; turn++)
    await expect(router.route("")).rejects.toThrow("Nothing to decide on.");
  await router.route("Why?");
  await expect(router.route("Why?", { signal: AbortSignal.abort(new Error("left")) })).rejects.toThrow(
    "left",
  );
  expect(asked).toEqual(["", "", "Why?"]);
});
