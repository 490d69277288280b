import { describe, expect, test } from "vitest";
import { createRandom } from "../core/random.ts";
import type { KpiRow } from "./kpi-row.ts";
import { timeEfficiency } from "./time-efficiency.ts";

const row = (tier: "local" | "azure", seconds: number, more: Partial<KpiRow> = {}): KpiRow => ({
  requestId: "1",
  provenance: "simulated",
  outcome: "answered",
  strategy: "rule",
  tier,
  seconds,
  calls: 1,
  failures: [],
  triedLocal: tier === "local",
  leftMachine: tier !== "local",
  localOnly: false,
  tokens: 10,
  wastedTokens: 0,
  ...more,
});

describe("time against the cloud alone", () => {
  test("by hand: the decision, an escalation and a second call are in what was routed, not in the comparison", () => {
    const rows = [
      row("local", 1),
      row("local", 1),
      row("azure", 5.5, { decisionSeconds: 0.5 }),
      row("azure", 3.5, { decisionSeconds: 0.5 }),
      row("azure", 9, { triedLocal: true, calls: 2 }),
      row("azure", 10, { calls: 2 }),
      row("local", 0.001, { outcome: "cached" }),
      row("azure", Number.NaN),
    ];
    const found = timeEfficiency(rows);
    expect(found).toMatchObject({ routedSeconds: 5, cloudSeconds: 4, cloudAnswers: 2 });
    expect(found?.efficiency).toMatchObject({ value: -0.25, n: 6 });
    expect(found?.saved).toMatchObject({ value: -1, n: 6 });
  });

  test("is not told where one side was not measured", () => {
    expect(timeEfficiency([])).toBeUndefined();
    expect(timeEfficiency([row("local", 1), row("local", 1), row("azure", 4)])).toBeUndefined();
    expect(timeEfficiency([row("azure", 4), row("azure", 4), row("local", 1)])).toBeUndefined();
    const escalated = row("azure", 4, { triedLocal: true, calls: 2 });
    expect(timeEfficiency([row("local", 1), row("local", 1), escalated, escalated])).toBeUndefined();
  });

  test("its interval holds the truth in about 95 of 100 runs", () => {
    const random = createRandom(7);
    const around = (mean: number) => mean * (0.5 + random());
    const truth = 1 - (0.6 * 1 + 0.4 * 4) / 4;
    let held = 0;
    for (let run = 0; run < 1000; run++) {
      const rows = Array.from({ length: 120 }, () =>
        random() < 0.6 ? row("local", around(1)) : row("azure", around(4)),
      );
      const { low = 1, high = 0 } = timeEfficiency(rows)?.efficiency.interval ?? {};
      if (low <= truth && truth <= high) held++;
    }
    expect(held).toBeGreaterThan(925);
    expect(held).toBeLessThan(975);
  });
});
