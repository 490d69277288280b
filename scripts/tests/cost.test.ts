import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelDeployments } from "../../modules/src/catalog/model-deployments.ts";
import { readCatalog } from "../../modules/src/catalog/read-catalog.ts";
import { openLedger } from "../../modules/src/cost/index.ts";
import { charge, ledgerEntry } from "../../modules/tests/ledger-entry.ts";
import type { AlternativesReport } from "../cost/alternatives.ts";
import type { BothWaysReport } from "../cost/both-ways.ts";
import type { SavingReport } from "../cost/saving-report.ts";
import { runScript } from "./run-script.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const DAY_MS = 86_400_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

describe("npm run cost -- saving", () => {
  test("saves 30 % and more within five points on the shipped outcomes, and more than lots do", async () => {
    const { code, out } = await runScript("cost.ts", ["saving", "--resamples", "60", "--json"]);
    const report: SavingReport = JSON.parse(out);
    expect(code).toBe(0);
    expect(report).toMatchObject({ savesEnough: true, keepsQuality: true, beatsMix: true });
    expect(report.savedShare.low).toBeGreaterThan(0.3);
    expect(report.savedShare.value).toBeGreaterThan(report.mixSavedShare.value);
    expect(report.judgedOn).toBeGreaterThan(2000);
  });

  test("ends with 1 when that is not reached, and says which", async () => {
    const { code, out } = await runScript("cost.ts", ["saving", "--resamples", "60", "--at-least", "0.9"]);
    expect(code).toBe(1);
    expect(out).toContain("✗ saves at least 90 %");
    expect(out).toContain("read 2026-11-21");
  });

  test.each([
    [["saving", "--router", "magic"], 'There are no scores of "magic". There are: rule, length, bert.'],
    [["saving", "--max-loss", "5"], '--max-loss must be a number from 0 to 1, not "5". See --help.'],
    [["spend"], '"spend" is no command: saving, ledger, alternatives or both-ways.'],
    [["ledger"], "--file is missing. See --help."],
    [["ledger", "--file", "/nowhere.sqlite"], "There is no file /nowhere.sqlite."],
  ])("says in one line what is wrong with %j", async (args, line) => {
    const { code, err } = await runScript("cost.ts", args);
    expect([code, err.trim()]).toEqual([2, line]);
  });
});

test("npm run cost -- ledger shows who spent what, and what is to come", async () => {
  const file = join(temporaryFolder({}), "ledger.sqlite");
  const ledger = await openLedger({ file, sync: "normal" });
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  for (let day = 1; day <= 6; day++)
    await ledger.record(
      ledgerEntry(`r${day}`, {
        at: today - day * DAY_MS,
        client: day % 2 === 0 ? "web" : "batch",
        charges: [charge({ costUsd: 0.5 })],
      }),
    );
  await ledger.close();
  const { code, out } = await runScript("cost.ts", ["ledger", "--file", file, "--days", "4"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^batch +3 +300 +60 +1\.500000/m);
  expect(out).toMatch(/^all +6 +600 +120 +3\.000000/m);
  expect(out).toContain(
    `Next 4 days, until ${dayOf(today + 3 * DAY_MS)}: $2.0000 [2.0000, 2.0000], 90 % interval.`,
  );
});

describe("npm run cost -- alternatives", () => {
  const reportOf = async (...flags: string[]): Promise<AlternativesReport> => {
    const { code, out } = await runScript("cost.ts", ["alternatives", ...flags, "--json"]);
    expect(code).toBe(0);
    return JSON.parse(out);
  };

  test("names who does the same for less, cheapest first", async () => {
    const flags = [
      "gpt-4o",
      "--needs",
      "vision",
      "--min-quality",
      "0.85",
      "--prompt-tokens",
      "1000000",
      "--answer-tokens",
      "1",
    ];
    const { costUsd, alternatives } = await reportOf(...flags);
    expect(costUsd).toBeCloseTo(2.50001, 9);
    expect(alternatives.map(({ name }) => name)).toContain("gpt-4.1-mini");
    const costs = alternatives.map((one) => one.costUsd);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    expect(costs.every((usd) => usd < costUsd)).toBe(true);
    expect(alternatives.every(({ quality = 0 }) => quality >= 0.85)).toBe(true);
  });

  test("takes the tokens that a ledger has for the model, and refuses one that it does not have", async () => {
    const file = join(temporaryFolder(), "ledger.sqlite");
    const ledger = await openLedger({ file });
    const usage = { promptTokens: 1_000_000, completionTokens: 0 };
    await ledger.record(ledgerEntry("r1", { charges: [charge({ model: "gpt-4o", usage })] }));
    await ledger.close();
    expect(await reportOf("gpt-4o", "--file", file)).toMatchObject({ usage, costUsd: 2.5 });
    const other = await runScript("cost.ts", ["alternatives", "gpt-4", "--file", file]);
    expect(other).toMatchObject({
      code: 2,
      err: expect.stringContaining('nothing of "gpt-4"; it has gpt-4o'),
    });
    const none = await runScript("cost.ts", ["alternatives"]);
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining("alternatives gpt-4o") });
  });
});

describe("npm run cost -- both-ways", () => {
  test("has every model of dual mode, at the catalog's price and its day, and no price where there is none", async () => {
    const { code, out } = await runScript("cost.ts", [
      "both-ways",
      "--prompt-tokens",
      "1000",
      "--answer-tokens",
      "100",
      "--json",
    ]);
    expect(code).toBe(0);
    const { rows }: BothWaysReport = JSON.parse(out);
    expect(rows.map(({ model }) => model)).toEqual(modelDeployments.map(({ model }) => model));
    const { models } = readCatalog();
    for (const { model, usdPerThousand, checked } of rows) {
      const price = models.find(({ name }) => name === model)?.usdPerMillion;
      const expected = price === undefined ? undefined : price.input + price.output / 10;
      if (expected === undefined) expect(usdPerThousand).toBeUndefined();
      else expect(usdPerThousand).toBeCloseTo(expected, 9);
      expect(checked).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  test("says what its figures do not show", async () => {
    const { out } = await runScript("cost.ts", ["both-ways"]);
    expect(out).toMatch(/^\| gpt-4o \| OpenAI \| (\d+\.\d\d) \| \1 \| \d{4}-\d\d-\d\d, https:/m);
    expect(out).toContain("| gemini-1.5-pro | Google | unknown | unknown |  |");
    expect(out).toContain("it is not shown by this that Azure");
  });
});
