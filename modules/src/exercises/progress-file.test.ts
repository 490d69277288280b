import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../core/clock.ts";
import { createProgressFile } from "./progress-file.ts";

const clock: Clock = { now: () => 0, elapsed: () => 0, sleep: async () => {} };
let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "progress-"));
  file = join(folder, "cache", "progress.json");
});

const pass = () => ({ passed: true, outcome: "pass" }) as const;

test("a first record makes the folder and the file, and nothing else is left in it", () => {
  const store = createProgressFile(file, clock);
  expect(store.update("lab01.q1", pass)).toBeUndefined();
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    version: 1,
    exercises: {
      "lab01.q1": {
        passed: true,
        outcome: "pass",
        checks: 0,
        hints: 0,
        revealed: false,
        updatedAt: "1970-01-01T00:00:00.000Z",
      },
    },
  });
  expect(readdirSync(join(folder, "cache"))).toEqual(["progress.json"]);
});

test("two kernels keep each other's records", () => {
  const [one, other] = [createProgressFile(file, clock), createProgressFile(file, clock)];
  one.update("lab01.q1", pass);
  other.update("lab01.q2", pass);
  one.update("lab01.q1", ({ checks }) => ({ checks: checks + 1 }));
  expect(Object.keys(other.read()).sort()).toEqual(["lab01.q1", "lab01.q2"]);
  expect(other.read()["lab01.q1"]?.checks).toBe(1);
});

describe("a damaged file", () => {
  test.each([
    "",
    "{",
    "null",
    '{"version":2,"exercises":{}}',
    '{"version":1,"exercises":{"a":{"passed":"yes"}}}',
  ])("%j is put aside with a notice, and progress goes on", (damage) => {
    mkdirSync(join(folder, "cache"));
    writeFileSync(file, damage);
    const store = createProgressFile(file, clock);
    expect(store.read()).toEqual({});
    expect(store.update("lab01.q1", pass)).toBe(
      "The progress file was damaged: it is now progress.damaged.json, and a new one was begun.",
    );
    expect(readFileSync(join(folder, "cache", "progress.damaged.json"), "utf8")).toBe(damage);
    expect(store.update("lab01.q2", pass)).toBeUndefined();
    expect(Object.keys(store.read())).toEqual(["lab01.q1", "lab01.q2"]);
  });
});

test("a place that cannot be written gives a notice, never an exception", () => {
  mkdirSync(file, { recursive: true });
  const store = createProgressFile(file, clock);
  expect(store.update("lab01.q1", pass)).toBe("Progress could not be saved (EISDIR).");
  expect(store.read()).toEqual({});
  expect(readdirSync(join(folder, "cache"))).toEqual(["progress.json"]);
});
