import { describe, expect, test } from "vitest";
import { readPrompts } from "../../modules/src/evaluation/index.ts";
import { labelServer } from "../../modules/tests/label-server.ts";
import { chooseRows } from "../slm/choose-rows.ts";
import { runScript } from "./run-script.ts";

describe("npm run slm", () => {
  test("measures labels of a server in OpenAI's form and fits their calibration", async () => {
    const { address } = await labelServer();
    const args = ["labels", "--rows", "40", "--json", "--endpoint", `${address}/v1`, "--model", "sorter-1"];
    const { code, out, err } = await runScript("slm.ts", args);
    expect(err).toBe("");
    const { model, calibration, dev, test: judged } = JSON.parse(out);
    expect([code, model, dev.rows, judged.rows]).toEqual([0, "sorter-1", 40, 40]);
    expect(calibration.slope).toBeGreaterThan(0);
    expect(judged.areaUnderRoc).toBeGreaterThan(0.5);
  });

  test("measures a cascade", async () => {
    const { address } = await labelServer();
    const args = ["cascade", "--rows", "20", "--endpoint", `${address}/v1`, "--model", "sorter-1"];
    const { code, out } = await runScript("slm.ts", args);
    expect(code).toBe(0);
    expect(out).toMatch(/sorter-1, drafts of 32 tokens for 20 test rows/);
    expect(out).toMatch(/threshold 0\.50: \d+\.\d % escalated/);
  });

  test("counts what injections do to routers that ask nobody, without opening a model", async () => {
    const { code, out } = await runScript("slm.ts", [
      "injections",
      "--rows",
      "2",
      "--routers",
      "rule,rule-unscreened",
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^rule +\d\.\d % of 120 decisions flipped/m);
    expect(out).toMatch(/^rule-unscreened +\d+\.\d % of 120/m);
  });

  test.each<[string, readonly string[], string]>([
    ["nothing", [], "Say labels, injections or cascade. See --help."],
    ["something unknown", ["poems"], "Say labels, injections or cascade. See --help."],
    ["an unknown flag", ["labels", "--row", "2"], "Unknown option '--row'. See --help."],
    [
      "rows that are no number",
      ["labels", "--rows", "many"],
      '--rows must be a whole number from 1, not "many". See --help.',
    ],
    [
      "a server without a model",
      ["labels", "--endpoint", "http://127.0.0.1:1/v1"],
      "--endpoint and --model go together. See --help.",
    ],
    ["an unknown router", ["injections", "--routers", "magic"], 'There is no router "magic" to measure.'],
  ])("refuses %s in one line", async (_, args, line) => {
    const { code, err } = await runScript("slm.ts", args);
    expect(code).toBe(2);
    expect(err).toContain(line);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  test("says in one line that a server is not there", async () => {
    const args = ["labels", "--rows", "2", "--endpoint", "http://127.0.0.1:1/v1", "--model", "m"];
    const { code, err } = await runScript("slm.ts", args);
    expect(code).toBe(1);
    expect(err).toMatch(/^m could not be asked: server at http:\/\/127\.0\.0\.1:1 cannot be reached/);
  });
});

test("rows are chosen half of each target, from many templates, and the same each time", () => {
  const rows = readPrompts();
  const chosen = chooseRows(rows, "test", 40);
  expect(chosen).toHaveLength(40);
  expect(new Set(chosen).size).toBe(40);
  expect(chosen.filter(({ target }) => target === "cloud")).toHaveLength(20);
  expect(chosen.every(({ split }) => split === "test")).toBe(true);
  expect(new Set(chosen.map(({ template }) => template)).size).toBeGreaterThan(20);
  expect(chooseRows(rows, "test", 40)).toEqual(chosen);
});
