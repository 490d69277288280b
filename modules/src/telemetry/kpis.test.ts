import { describe, expect, test } from "vitest";
import { quantileInterval, ratioInterval, shareInterval } from "./kpi-interval.ts";
import type { KpiRow } from "./kpi-row.ts";
import { computeKpis, KPI_NAMES, type KpiName, partByProvenance } from "./kpis.ts";

const row = (more: Partial<KpiRow> = {}): KpiRow => ({
  requestId: "1",
  provenance: "live",
  outcome: "answered",
  strategy: "rule",
  target: "cloud",
  tier: "azure",
  seconds: 1,
  calls: 1,
  failures: [],
  triedLocal: false,
  leftMachine: true,
  localOnly: false,
  costUsd: 0.01,
  baselineUsd: 0.01,
  tokens: 100,
  wastedTokens: 0,
  ...more,
});
const here = (more: Partial<KpiRow> = {}) =>
  row({
    provenance: "local",
    target: "local",
    tier: "local",
    triedLocal: true,
    leftMachine: false,
    costUsd: 0,
    ...more,
  });
const nobody = (outcome: KpiRow["outcome"], more: Partial<KpiRow> = {}): KpiRow => {
  const {
    provenance: _,
    tier: __,
    baselineUsd: ___,
    ...rest
  } = row({ outcome, costUsd: 0, tokens: 0, ...more });
  return rest;
};
const times = (count: number, make: () => KpiRow) => Array.from({ length: count }, make);
const figures = (name: KpiName, rows: readonly KpiRow[], options = {}) =>
  computeKpis(rows, options).find((kpi) => kpi.name === name)?.figures ?? [];
const first = (name: KpiName, rows: readonly KpiRow[], options = {}) => figures(name, rows, options)[0];

test("there are twelve, each with a formula, and none has a value of nothing", () => {
  expect(KPI_NAMES).toHaveLength(12);
  for (const { formula, figures, name } of computeKpis([])) {
    expect(formula).not.toBe("");
    for (const { value, n } of figures)
      expect([name, value, n]).toEqual([name, name === "privacy" ? 0 : undefined, 0]);
  }
});

describe("by hand", () => {
  test("local share counts answers of models: not the cache's, not failures", () => {
    const rows = [
      ...times(7, here),
      ...times(3, row),
      row({ outcome: "cached", tier: "local" }),
      nobody("failed"),
    ];
    expect(first("local-share", rows)).toMatchObject({ value: 0.7, n: 10 });
  });

  test("cost saved takes in what failures and broken-off beginnings cost", () => {
    const rows = [here(), row(), nobody("failed", { costUsd: 0.005 })];
    expect(first("cost-saved", rows)?.value).toBeCloseTo(1 - 0.015 / 0.02, 12);
    expect(first("cost-saved", [row({ costUsd: 0.02 }), row()])?.value).toBeCloseTo(-0.5, 12);
  });

  test("quality kept, regret and misroutes need judgements of both sides", () => {
    const judged = (local: number, cloud: number) => ({
      local: { score: local, usd: 0 },
      cloud: { score: cloud, usd: 0.1 },
    });
    const rows = [
      here({ judgement: judged(0.2, 0.9) }),
      here({ judgement: judged(0.9, 0.9) }),
      row({ judgement: judged(0.8, 0.9) }),
      row(),
    ];
    expect(first("quality-kept", rows)).toMatchObject({ value: expect.closeTo(2 / 2.7, 12), n: 3 });
    expect(first("regret", rows)).toMatchObject({ value: expect.closeTo(0.7 / 3, 12), n: 3 });
    expect(first("regret", rows, { scorePerUsd: 5 })?.value).toBeCloseTo((0.2 + 0 + 0.4) / 3, 12);
    expect(figures("misroute", rows)).toMatchObject([
      { of: "local but bad", value: 0.5, n: 2 },
      { of: "cloud but not needed", value: 1, n: 1 },
    ]);
  });

  test("times are parted by who answered", () => {
    const rows = [
      ...Array.from({ length: 100 }, (_, at) => here({ seconds: (at + 1) / 100, firstTextSeconds: 0.1 })),
      row({ seconds: 9 }),
    ];
    expect(figures("latency", rows)).toMatchObject([
      { of: "local P50", value: 0.5, n: 100 },
      { of: "local P95", value: 0.95 },
      { of: "local P99", value: 0.99 },
      { of: "local first text P95", value: 0.1 },
      { of: "azure P50", value: 9, n: 1 },
      { of: "azure P95" },
      { of: "azure P99" },
      { of: "azure first text P95", value: undefined, n: 0 },
    ]);
    expect(first("router-overhead", [row({ decisionSeconds: 0.002 }), row()])).toMatchObject({
      value: 0.002,
      n: 1,
    });
  });

  test("escalations, fallbacks and their causes", () => {
    const rows = [
      ...times(3, here),
      here({ tier: "azure", leftMachine: true, calls: 2, failures: ["timeout"] }),
      row({ calls: 2, failures: ["429"] }),
      row({ failures: ["429"] }),
    ];
    expect(first("escalation-rate", rows)).toMatchObject({ value: 0.25, n: 4 });
    expect(figures("fallback-rate", rows)).toMatchObject([
      { value: 2 / 6, n: 6 },
      { of: "429", value: 1 / 6 },
      { of: "timeout", value: 1 / 6 },
    ]);
  });

  test("availability leaves out what callers asked wrongly or left", () => {
    const rows = [
      ...times(98, row),
      nobody("failed"),
      row({ outcome: "cached" }),
      nobody("refused"),
      nobody("cancelled"),
    ];
    expect(first("availability", rows)).toMatchObject({ value: 0.99, n: 100 });
  });

  test("waste and privacy", () => {
    expect(first("waste", [row({ tokens: 150, wastedTokens: 50 }), row({ tokens: 50 })])?.value).toBe(0.25);
    const bound = [here({ localOnly: true }), here({ localOnly: true, leftMachine: true }), row()];
    expect(first("privacy", bound)).toEqual({ value: 1, n: 2 });
  });
});

describe("intervals", () => {
  test("agree with the tables", () => {
    // Wilson 1927, as statsmodels' proportion_confint gives it.
    expect(shareInterval(14, 20)?.low).toBeCloseTo(0.481, 3);
    expect(shareInterval(14, 20)?.high).toBeCloseTo(0.8545, 3);
    expect(shareInterval(0, 10)?.low).toBe(0);
    expect(quantileInterval([1, 2, 3], 0.99)).toBeUndefined();
  });

  test("hold the truth in about 95 of 100 samples", () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    const within = { share: 0, ratio: 0, quantile: 0 };
    for (let round = 0; round < 400; round++) {
      const values = Array.from({ length: 200 }, random);
      const holds = (interval: { low: number; high: number } | undefined, truth: number) =>
        Number(interval !== undefined && interval.low <= truth && truth <= interval.high);
      within.share += holds(shareInterval(values.filter((value) => value < 0.3).length, 200), 0.3);
      within.ratio += holds(
        ratioInterval(values.map((value) => ({ above: value * random() * 2, below: value }))),
        1,
      );
      within.quantile += holds(quantileInterval(values, 0.9), 0.9);
    }
    for (const count of Object.values(within)) expect(count / 400).toBeGreaterThan(0.91);
  });
});

test("answers of a lab cloud and of a real one are not counted together", () => {
  const rows = [row(), here(), row({ provenance: "simulated" }), nobody("failed")];
  expect(() => computeKpis(rows)).toThrow(/different provenance \(real, simulated\)/);
  const parts = partByProvenance(rows);
  expect([...parts].map(([name, part]) => [name, part.length])).toEqual([
    ["real", 3],
    ["simulated", 2],
  ]);
  for (const part of parts.values()) expect(() => computeKpis(part)).not.toThrow();
});
