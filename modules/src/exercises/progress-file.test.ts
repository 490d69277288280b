import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
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

test("a first record makes the folder and the file, and nothing else is left in it but an empty lock", () => {
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
  expect(readdirSync(join(folder, "cache"))).toEqual(["progress.json", "progress.json.lock"]);
  expect(readFileSync(`${file}.lock`, "utf8")).toBe("");
});

test("two kernels keep each other's records", () => {
  const [one, other] = [createProgressFile(file, clock), createProgressFile(file, clock)];
  one.update("lab01.q1", pass);
  other.update("lab01.q2", pass);
  one.update("lab01.q1", ({ checks }) => ({ checks: checks + 1 }));
  expect(Object.keys(other.read()).sort()).toEqual(["lab01.q1", "lab01.q2"]);
  expect(other.read()["lab01.q1"]?.checks).toBe(1);
});

test("kernels that save at the same moment lose nothing", async () => {
  const module = JSON.stringify(new URL("./progress-file.ts", import.meta.url).href);
  const program = `
    const { createProgressFile } = await import(${module});
    const store = createProgressFile(${JSON.stringify(file)});
    const notices = [];
    for (let round = 0; round < 60; round++)
      for (const id of [process.argv[1], "shared"])
        notices.push(store.update(id, ({ checks }) => ({ checks: checks + 1 })));
    console.log(JSON.stringify(notices.filter(Boolean)));`;
  const kernel = (id: string) =>
    promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program, id]);
  const ended = await Promise.all(["lab01.q1", "lab01.q2", "lab02.q1"].map(kernel));
  expect(ended.map(({ stdout, stderr }) => stdout + stderr)).toEqual(["[]\n", "[]\n", "[]\n"]);
  const records = Object.entries(createProgressFile(file).read());
  expect(Object.fromEntries(records.map(([id, { checks }]) => [id, checks]))).toEqual({
    "lab01.q1": 60,
    "lab01.q2": 60,
    "lab02.q1": 60,
    shared: 180,
  });
});

test("a lock that is held too long gives a notice", () => {
  const store = createProgressFile(file, clock);
  store.update("lab01.q1", pass);
  const holder = new DatabaseSync(`${file}.lock`);
  holder.exec("BEGIN EXCLUSIVE");
  expect(store.update("lab01.q2", pass)).toBe("Progress could not be saved (another notebook is saving).");
  holder.close();
  expect(store.update("lab01.q2", pass)).toBeUndefined();
});

test("a file of a newer version is left as it is", () => {
  const newer = '{"version":2,"exercises":{"lab01.q1":{"passed":true}}}';
  mkdirSync(join(folder, "cache"));
  writeFileSync(file, newer);
  const store = createProgressFile(file, clock);
  expect(store.read()).toEqual({});
  expect(store.update("lab01.q1", pass)).toMatch(/^Progress is not kept: .* newer version/);
  expect(readFileSync(file, "utf8")).toBe(newer);
});

test("a second damaged file does not take the place of the first", () => {
  const store = createProgressFile(file, clock);
  mkdirSync(join(folder, "cache"));
  for (const damage of ["{1", "{2", "{3"]) {
    writeFileSync(file, damage);
    store.update("lab01.q1", pass);
  }
  const aside = ["progress.damaged.json", "progress.damaged-2.json", "progress.damaged-3.json"];
  expect(aside.map((name) => readFileSync(join(folder, "cache", name), "utf8"))).toEqual(["{1", "{2", "{3"]);
});

describe("a damaged file", () => {
  test.each([
    "",
    "{",
    "null",
    '{"version":"2","exercises":{}}',
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
  expect(readdirSync(join(folder, "cache"))).toEqual(["progress.json", "progress.json.lock"]);
});
