import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../core/clock.ts";
import { explainError } from "../core/errors.ts";
import { createFeedback, type FeedbackOptions } from "./create-feedback.ts";
import type { Feedback, FeedbackEvent } from "./feedback.ts";

let folder: string;
let opened: Feedback[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "feedback-"));
  opened = [];
});
afterEach(async () => {
  for (const feedback of opened) feedback.close();
  await rm(folder, { recursive: true, force: true });
});

/** Answers are named TENANT/CLIENT/MODEL/TASK/NUMBER. */
const find: FeedbackOptions["find"] = async (requestId) => {
  const [tenant = "", client = "", model = "", task = ""] = requestId.split("/");
  return requestId.includes("/") ? { tenant, client, model, task } : undefined;
};

function open(options: Partial<FeedbackOptions> = {}): Feedback {
  const feedback = createFeedback({ find, declared: { good: 0.9, other: 0.8 }, ...options });
  opened.push(feedback);
  return feedback;
}

const rateMany = async (feedback: Feedback, count: number, rating: number, prefix: string) => {
  for (let number = 0; number < count; number++)
    await feedback.rate({ requestId: `${prefix}/${number}`, rating }, "t");
};

test("ratings move the quality away from what was declared, and it is told", async () => {
  const events: FeedbackEvent[] = [];
  const feedback = open({ onEvent: (event) => events.push(event) });
  expect(feedback.quality("good")).toMatchObject({ quality: 0.9, ratings: 0 });
  const score = await feedback.rate({ requestId: "t/c/good/code/1", rating: 1 }, "t");
  expect(score.quality).toBeCloseTo((0.9 * 20 + 0) / 21, 12);
  expect(events).toEqual([
    { type: "quality-moved", model: "good", from: 0.9, to: feedback.quality("good")?.quality, ratings: 1 },
  ]);
  for (let client = 0; client < 10; client++) await rateMany(feedback, 10, 1, `t/c${client}/good/code`);
  expect(feedback.quality("good")?.quality).toBeLessThan(0.2);
  expect(feedback.quality("other")?.quality).toBe(0.8);
});

test("a second rating of a request replaces the first", async () => {
  const feedback = open();
  await feedback.rate({ requestId: "t/c/good/code/1", rating: 1 }, "t");
  await feedback.rate({ requestId: "t/c/good/code/1", rating: 5, feedback: "I was wrong." }, "t");
  expect(feedback.quality("good")).toMatchObject({ ratings: 1, quality: (0.9 * 20 + 1) / 21 });
});

test("one client counts with its newest ratings only, so that it cannot outvote the others", async () => {
  const feedback = open({ mostOfClient: 5 });
  await rateMany(feedback, 200, 1, "t/loud/good/code");
  expect(feedback.quality("good")).toMatchObject({ ratings: 5, quality: (0.9 * 20) / 25 });
});

test("a task's ratings move its own quality further than the model's", async () => {
  const feedback = open();
  await rateMany(feedback, 10, 1, "t/c/good/code");
  await rateMany(feedback, 10, 5, "t/c/good/chat");
  const [code, chat, all] = [
    feedback.quality("good", "code"),
    feedback.quality("good", "chat"),
    feedback.quality("good"),
  ];
  expect(code?.quality).toBeLessThan(all?.quality ?? 0);
  expect(chat?.quality).toBeGreaterThan(all?.quality ?? 1);
  expect(feedback.quality("good", "poems")).toEqual(all);
});

test("ratings outlive a restart, and old ones stop to count", async () => {
  const file = join(folder, "ratings.db");
  const first = open({ file });
  await rateMany(first, 3, 2, "t/c/good/code");
  const before = first.quality("good");
  expect(open({ file }).quality("good")).toEqual(before);
  const later = { ...systemClock, now: () => Date.now() + 91 * 24 * 3_600_000 };
  expect(open({ file, clock: later }).quality("good")?.ratings).toBe(0);
});

test("nobody rates another tenant's answer, and it is not told whether there is one", async () => {
  const feedback = open();
  const lineOf = (requestId: string, tenant: string, rating = 3) =>
    feedback.rate({ requestId, rating }, tenant).then(() => "rated", explainError);
  const [foreign, unknown] = [await lineOf("t/c/good/code/1", "u"), await lineOf("nothing", "u")];
  expect(foreign).toBe(unknown.replace("nothing", "t/c/good/code/1"));
  expect(foreign).toContain("There is no request");
  for (const rating of [0, 6, Number.NaN, Number.POSITIVE_INFINITY])
    expect(await lineOf("t/c/good/code/1", "t", rating)).toContain("must be a number from 1 to 5");
  expect(
    await feedback
      .rate({ requestId: "t/c/good/code/1", rating: 3, feedback: "x".repeat(4_001) }, "t")
      .then(() => "rated", explainError),
  ).toContain("4001 characters");
  expect(feedback.quality("good")?.ratings).toBe(0);
});

test("a model of no declared quality begins at the registry's default", async () => {
  const feedback = open();
  expect(feedback.quality("new")).toBeUndefined();
  await feedback.rate({ requestId: "t/c/new/code/1", rating: 5 }, "t");
  expect(feedback.quality("new")?.quality).toBeCloseTo((0.8 * 20 + 1) / 21, 12);
});

test("a file that cannot be used is one line", () => {
  expect(() => open({ file: folder })).toThrow(/The file of ratings .* cannot be used/);
});
