import { describe, expect, test } from "vitest";
import { computeKpis, type KpiRow } from "../telemetry/index.ts";
import type { Output } from "./display.ts";
import { plainText } from "./html.ts";
import { liveKpis, renderKpis } from "./show-kpis.ts";

const row = (place: number): KpiRow => ({
  requestId: `r-${place}`,
  provenance: place % 4 === 0 ? "live" : "local",
  outcome: "answered",
  strategy: "rule",
  target: place % 4 === 0 ? "cloud" : "local",
  tier: place % 4 === 0 ? "azure" : "local",
  seconds: place / 100,
  calls: 1,
  failures: [],
  triedLocal: place % 4 !== 0,
  leftMachine: place % 4 === 0,
  localOnly: false,
  costUsd: place % 4 === 0 ? 0.01 : 0,
  baselineUsd: 0.01,
  tokens: 100,
  wastedTokens: 0,
});
/** What is read, with its line breaks. */
const words = (markup: string) => plainText(markup).replaceAll("\u00a0", " ");
const rows = (count: number) => Array.from({ length: count }, (_, place) => row(place));

describe("tiles of KPIs", () => {
  test("say figure, interval and count, and name what has nothing to count", () => {
    const text = words(renderKpis(computeKpis(rows(100))));
    expect(text).toContain("Local share\n75.0 %\n[65.7 to 82.5 %] n = 100");
    expect(text).toMatch(/Latency\n\S+ m?s azure P50\n/);
    expect(text).toContain("\nlocal P50 500 ms [390 ms to 620 ms] n = 75\nlocal P95 950 ms n = 75\n");
    expect(text).toContain("to hold against: ≥ 30 %");
    expect(text).toMatch(/Nothing to count yet: quality kept, regret, .*privacy\.$/);
  });

  test("are those that are asked for, in that order, even without a figure", () => {
    const text = plainText(
      renderKpis(computeKpis(rows(4)), { names: ["regret", "local-share"], title: "Now" }),
    );
    expect(text).toMatch(/^Now\nRegret\nnothing to count yet\n.*\nLocal share/);
    expect(text).not.toContain("Latency");
  });

  test("are drawn again in their place as requests come in", () => {
    const drawn: string[] = [];
    const draw = (markup: string) => void drawn.push(words(markup));
    const output: Output = { html: () => {}, text: () => {}, live: () => ({ draw, end: draw }) };
    const live = liveKpis({ output, names: ["local-share"] });
    live.draw(computeKpis(rows(4)));
    live.end(computeKpis(rows(8)));
    expect(drawn.map((text) => text.match(/n = \d+/)?.[0])).toEqual(["n = 4", "n = 8"]);
  });

  test("refuse what is none in one line", () => {
    expect(() => renderKpis(JSON.parse('[{"name":"x"}]'))).toThrow("These are no KPIs: an object.");
  });
});
