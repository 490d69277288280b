import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { systemClock } from "../core/clock.ts";
import { createPatterns } from "./create-patterns.ts";
import { fingerprintOf } from "./fingerprint-of.ts";
import type { PatternRecord } from "./patterns.ts";
import { openTuningStore } from "./tuning-store.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const clockAt = (now: number) => ({ ...systemClock, now: () => now });

const record = (changes: Partial<PatternRecord> = {}): PatternRecord => ({
  at: NOON,
  tenant: "t",
  task: "code",
  model: "large",
  tier: "azure",
  outcome: "answered",
  fallbackUsed: false,
  promptTokens: 100,
  answerTokens: 50,
  latencyMs: 400,
  costUsd: 0.01,
  ...changes,
});

test("requests are summed by task, model and hour", () => {
  const patterns = createPatterns({ clock: clockAt(NOON) });
  for (let count = 0; count < 30; count++) patterns.note(record());
  for (let count = 0; count < 10; count++)
    patterns.note(record({ task: "chat", model: "small", outcome: "failed", at: NOON - 3_600_000 }));
  const summary = patterns.summary();
  expect(summary.requests).toBe(40);
  expect(summary.byTask.map(({ key, share }) => [key, share])).toEqual([
    ["code", 0.75],
    ["chat", 0.25],
  ]);
  expect(summary.byTaskAndModel[1]).toMatchObject({
    key: "chat · small",
    failedShare: 1,
    costUsd: expect.closeTo(0.1),
  });
  expect([summary.byHourOfDay[11], summary.byHourOfDay[12]]).toEqual([10, 30]);
  expect(patterns.summary({ sinceMs: NOON }).requests).toBe(30);
  expect(patterns.summary({ tenant: "u" }).requests).toBe(0);
});

test("repetitions are seen within a tenant, and never across", () => {
  const patterns = createPatterns({ clock: clockAt(NOON) });
  for (const text of ["What is 2+2?", " what  is 2+2?", "Other"])
    patterns.note(record({ fingerprint: fingerprintOf(text) }));
  patterns.note(record({ tenant: "u", fingerprint: fingerprintOf("What is 2+2?") }));
  expect(patterns.summary({ tenant: "t" })).toMatchObject({ repeatedShare: 1 / 3, repeatedCostUsd: 0.01 });
  expect(patterns.summary({ tenant: "u" }).repeatedShare).toBe(0);
});

test("hints name the figures they rest on, and come only from enough requests", () => {
  const patterns = createPatterns({ clock: clockAt(NOON) });
  const fingerprint = fingerprintOf("again");
  for (let count = 0; count < 99; count++)
    patterns.note(record({ fingerprint, margin: 0.01, fallbackUsed: true }));
  expect(patterns.hints()).toEqual([]);
  for (let count = 0; count < 101; count++) patterns.note(record({ fingerprint, margin: 0.3 }));
  for (let count = 0; count < 100; count++) patterns.note(record({ model: "small", costUsd: 0.001 }));
  const hints = new Map(patterns.hints().map((hint) => [hint.kind, hint]));
  expect([...hints.keys()].sort()).toEqual(["cache", "cheaper-model", "fallback", "threshold"]);
  expect(hints.get("cache")?.says).toContain("66.3 % of 300 requests");
  expect(hints.get("fallback")).toMatchObject({ about: "large", requests: 200 });
  expect(hints.get("cheaper-model")).toMatchObject({ about: "code", requests: 300 });
});

test("a cheaper model that fails more is no saving", () => {
  const patterns = createPatterns({ clock: clockAt(NOON) });
  for (let count = 0; count < 100; count++) {
    patterns.note(record());
    patterns.note(record({ model: "small", costUsd: 0, outcome: count < 3 ? "failed" : "answered" }));
  }
  expect(patterns.hints().map(({ kind }) => kind)).not.toContain("cheaper-model");
});

test("sums outlive a restart; no fingerprint is written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "patterns-"));
  const file = join(folder, "tuning.db");
  const store = openTuningStore({ file, clock: systemClock });
  const patterns = createPatterns({ store, clock: clockAt(NOON) });
  const fingerprint = fingerprintOf("my secret question");
  for (let count = 0; count < 3; count++) patterns.note(record({ fingerprint }));
  const before = patterns.summary();
  patterns.close();
  expect(createPatterns({ store, clock: clockAt(NOON) }).summary()).toEqual(before);
  store.close();
  const rows = new DatabaseSync(file).prepare("SELECT json FROM tuning").all();
  expect(JSON.stringify(rows)).not.toContain(fingerprint);
  await rm(folder, { recursive: true, force: true });
});

test("old hours go, and a flood of names does not fill the memory", () => {
  const week = 168 * 3_600_000;
  const patterns = createPatterns({ mostCells: 50, clock: clockAt(NOON) });
  patterns.note(record({ at: NOON - week - 3_600_000 }));
  for (let count = 0; count < 1_000; count++)
    patterns.note(record({ task: `task ${count}`, tenant: `t${count}` }));
  const summary = patterns.summary();
  expect(summary.requests).toBe(1_000);
  expect(summary.byTaskAndModel.length).toBeLessThanOrEqual(51);
  expect(summary.byTask[0]).toMatchObject({ key: "other" });
});
