import { equal, near, that } from "../../expectations.ts";
import { type BuildCheck, errorOf } from "../check.ts";
import type { CreateCosts } from "../contracts/costs.ts";

const PRICES = {
  big: { input: 0.03, output: 0.06 },
  small: { input: 0.0015, output: 0.002 },
  wordy: { input: 0.001, output: 0.05 },
};

/** Kept from prompt 3. */
export function costsChecks(createCosts: CreateCosts): readonly BuildCheck[] {
  const costs = (limitUsd = 1) => createCosts({ prices: PRICES, limitUsd });
  return [
    {
      name: "computes what a call costs to a billionth",
      run() {
        near("costOf('big', 1234, 567)", costs().costOf("big", 1234, 567), 0.07104, 1e-9);
        near("costOf('small', 1, 0)", costs().costOf("small", 1, 0), 0.0000015, 1e-12);
      },
    },
    {
      name: "refuses figures that cannot be, and models without a price",
      async run() {
        for (const [model, tokens] of [
          ["big", -1],
          ["big", Number.NaN],
          ["big", 1.5],
          ["nobody", 1],
        ] as const)
          that(
            `costOf('${model}', ${tokens}, 0)`,
            (await errorOf(() => costs().costOf(model, tokens, 0))) instanceof Error,
            "it must throw",
          );
      },
    },
    {
      name: "lets nobody overspend together",
      run() {
        const book = costs(1);
        const granted = Array.from({ length: 100 }, () => book.reserve(0.03)).filter(Boolean);
        equal("reservations of 0.03 out of 1.00", granted.length, 33);
      },
    },
    {
      name: "frees what a call did not cost, once",
      run() {
        const book = costs(1);
        const first = book.reserve(1);
        equal("a second reservation of all", book.reserve(0.5), undefined);
        first?.settle(0.4);
        first?.settle(0.4);
        first?.release();
        near("spent after settling 0.40 twice", book.spentUsd(), 0.4, 1e-9);
        const second = book.reserve(0.6);
        that("the rest of 0.60", second !== undefined, "it must be free again");
        second?.release();
        second?.settle(0.6);
        near("spent after a release", book.spentUsd(), 0.4, 1e-9);
      },
    },
    {
      name: "names cheaper models for these very tokens",
      run() {
        equal("cheaperThan('big', 1000, 0)", [...costs().cheaperThan("big", 1000, 0)], ["wordy", "small"]);
        equal("cheaperThan('big', 0, 1000)", [...costs().cheaperThan("big", 0, 1000)], ["small", "wordy"]);
        equal("cheaperThan('small', 0, 1000)", [...costs().cheaperThan("small", 0, 1000)], []);
      },
    },
    {
      name: "forecasts the next day",
      run() {
        near("forecast of ten days at 4.00", costs().forecast(Array(10).fill(4)), 4, 0.01);
        const rising = Array.from({ length: 10 }, (_, day) => 1 + day);
        near("forecast of 1, 2, ... 10", costs().forecast(rising), 11, 1);
      },
    },
  ];
}
