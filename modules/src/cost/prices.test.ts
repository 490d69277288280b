import { describe, expect, test } from "vitest";
import { readCatalog } from "../catalog/index.ts";
import { loadTokenCounter } from "./count-usage.ts";
import {
  answerCostUsd,
  cheaperAlternatives,
  createPriceList,
  mostItCanCost,
  pricesOfCatalog,
  promptTokensAtMost,
} from "./index.ts";

const catalog = readCatalog();
const usage = { promptTokens: 1234, completionTokens: 567 };

describe("prices", () => {
  test("of the day: the one before holds until the next begins", () => {
    const prices = createPriceList([
      { model: "m", from: "2026-03-01", usdPerMillion: { input: 1, output: 2 } },
      { model: "m", from: "2026-01-01", usdPerMillion: { input: 10, output: 20 } },
    ]);
    const inputAt = (time: number) => prices.priceAt("m", time)?.usdPerMillion.input;
    expect(inputAt(Date.UTC(2026, 2, 1) - 1)).toBe(10);
    expect(inputAt(Date.UTC(2026, 2, 1))).toBe(1);
    expect(prices.priceAt("m", Date.UTC(2025, 0, 1))).toMatchObject({ from: "2026-01-01", assumed: true });
    expect(prices.costUsd("m", usage, Date.UTC(2026, 1, 1))).toBeCloseTo((12340 + 11340) / 1e6, 12);
    expect(prices.costUsd("unlisted", usage, 0)).toBeUndefined();
  });

  test("of the catalog are those it lists, from the day they were read, to the billionth of a dollar", () => {
    const prices = createPriceList(pricesOfCatalog(catalog));
    const at = Date.parse(catalog.prices.checked);
    const priced = catalog.models.filter(({ usdPerMillion }) => usdPerMillion);
    expect(priced.length).toBeGreaterThan(5);
    for (const model of priced) {
      const { input, output } = model.usdPerMillion ?? { input: 0, output: 0 };
      const byHand = 1234 * (input / 1e6) + 567 * (output / 1e6);
      expect(Math.abs((prices.costUsd(model.name, usage, at) ?? Number.NaN) - byHand)).toBeLessThan(1e-9);
    }
  });

  test("that cannot be are named", () => {
    const price = { model: "m", from: "2026-01-01", usdPerMillion: { input: 1, output: 2 } };
    expect(() =>
      createPriceList([
        price,
        price,
        { ...price, from: "today" },
        { ...price, from: "2026-02-02", usdPerMillion: { input: -1, output: 0 } },
      ]),
    ).toThrow(
      "prices[1] (m): there is another price from 2026-01-01.\n" +
        "prices[2] (m): from must be a date such as 2026-11-21, not today.\n" +
        "prices[3] (m): input and output must be 0 or more US dollars.",
    );
  });
});

describe("what is set aside for a call", () => {
  test("is more than any text can cost", async () => {
    const count = await loadTokenCounter("o200k");
    for (const content of [
      "",
      "hello",
      "ß".repeat(50),
      "🦊🦊",
      "a\u0000b",
      "日本語のテキスト",
      "x".repeat(1000),
    ]) {
      const promptTokens = promptTokensAtMost([{ role: "user", content }]);
      expect(promptTokens).toBeGreaterThan(count(content) + 7);
    }
  });

  test("is the price of the longest prompt and answer", () => {
    const model = { usdPerMillion: { input: 2, output: 8 } };
    expect(mostItCanCost(model, { promptTokens: 1000, maxCompletionTokens: 500 })).toBeCloseTo(0.006, 12);
    expect(mostItCanCost({}, { promptTokens: 1, maxCompletionTokens: 1 })).toBeUndefined();
  });
});

describe("cheaperAlternatives", () => {
  const model = (name: string, price: number | undefined, fields: object = {}) => ({
    name,
    usdPerMillion: price === undefined ? undefined : { input: price, output: price },
    capabilities: ["json_schema"],
    contextTokens: 100_000,
    ...fields,
  });
  const present = model("present", 10, { quality: 0.9 });
  const models = [
    present,
    model("dear", 20),
    model("unknown", undefined),
    model("small", 1, { contextTokens: 4000, quality: 0.85 }),
    model("plain", 2, { capabilities: [], quality: 0.85 }),
    model("poor", 3, { quality: 0.4 }),
    model("good", 3, { quality: 0.8 }),
    model("unmeasured", 4),
  ];

  test("lists those that do the same for less, cheapest first, of two at one price the better", () => {
    const found = cheaperAlternatives(present, models, { usage });
    expect(found.map(({ name }) => name)).toEqual(["small", "plain", "good", "poor", "unmeasured"]);
    expect(found[0]?.savedShare).toBeCloseTo(0.9, 12);
    expect((found[0]?.costUsd ?? 0) + (found[0]?.savedUsd ?? 0)).toBeCloseTo(
      answerCostUsd(present, usage) ?? 0,
      12,
    );
  });

  test("leaves out what is too small, cannot do it, or is not known to be good enough", () => {
    const found = cheaperAlternatives(present, models, {
      usage,
      needs: ["json_schema"],
      longestCallTokens: 8000,
      minQuality: 0.7,
    });
    expect(found.map(({ name }) => name)).toEqual(["good"]);
  });

  test("has nothing to say of a model whose price is unknown", () => {
    expect(cheaperAlternatives({ name: "unknown" }, models, { usage })).toEqual([]);
  });
});
