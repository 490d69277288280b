import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SettingsError } from "../core/errors.ts";
import { createBoundedLabels, FOLDED } from "./bounded-labels.ts";
import { readConnectionString } from "./connection-string.ts";
import { ATTRIBUTES, CONVENTIONS } from "./conventions.ts";
import { createMetrics } from "./create-metrics.ts";
import { createMetricChanges } from "./metric-changes.ts";
import { METRICS } from "./metric-table.ts";
import { newSpanId, newTraceId, readTraceparent, writeTraceparent } from "./trace-context.ts";

const plain = (text: string) => text;

describe("traceparent", () => {
  test("is read as it was written", () => {
    for (const sampled of [true, false]) {
      const context = { traceId: newTraceId(), spanId: newSpanId(), sampled };
      expect(readTraceparent(writeTraceparent(context))).toEqual(context);
    }
  });

  test.each([
    undefined,
    "",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
    `01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-${"x".repeat(300)}`,
  ])("%s is as none", (header) => {
    expect(readTraceparent(header)).toBeUndefined();
  });

  test("of a later version is read as far as it is known", () => {
    const header = "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more";
    expect(readTraceparent(header)?.sampled).toBe(true);
  });

  test("has ids that never repeat", () => {
    const ids = Array.from({ length: 20_000 }, newSpanId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[\da-f]{16}$/.test(id))).toBe(true);
  });

  test("of any text is none and never throws", () => {
    fc.assert(fc.property(fc.string(), (text) => readTraceparent(text) === undefined));
  });
});

describe("names", () => {
  test("come from a commit of the conventions and are used once", () => {
    expect(CONVENTIONS.commits.every((commit) => /^[\da-f]{8}$/.test(commit))).toBe(true);
    const names = Object.values(ATTRIBUTES);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^(?:gen_ai|hybrid|http|error)\.[a-z_.]+$/.test(name))).toEqual([]);
  });

  test("of metrics keep to Prometheus' rules: base unit, _total on counters only", () => {
    for (const { prometheus, kind, unit } of Object.values(METRICS)) {
      expect(prometheus).toMatch(/^[a-z_]+$/);
      expect(prometheus.endsWith("_total")).toBe(kind === "counter");
      expect(prometheus.includes("_seconds")).toBe(unit === "s");
    }
  });
});

describe("labels", () => {
  test("beyond their bound are folded, those seen before stay", () => {
    const labels = createBoundedLabels(2);
    expect(["a", "b", "c", "a"].map((value) => labels.bound("model", value))).toEqual([
      "a",
      "b",
      FOLDED,
      "a",
    ]);
    expect(labels.bound("tier", "c")).toBe("c");
  });

  test("make no more series than they may, whatever is thrown at them", () => {
    const metrics = createMetrics({ now: () => 0, redact: plain, valuesPerLabel: 5 });
    for (let user = 0; user < 10_000; user++) metrics.note("cache", 1, [`user-${user}`]);
    const [cache] = metrics.read();
    expect(cache?.points).toHaveLength(6);
    expect(cache?.points.reduce((sum, { value }) => sum + value, 0)).toBe(10_000);
  });
});

describe("metrics", () => {
  test("give the same figures to OpenTelemetry and to Prometheus", () => {
    const metrics = createMetrics({ now: () => 5, redact: plain });
    const labels = ["chat", "openai", "gpt-4o", "gpt-4o-2024-11-20", "live", ""];
    for (const seconds of [0.005, 0.03, 0.03, 100]) metrics.note("operationDuration", seconds, labels);
    const [duration] = metrics.read();
    expect(duration).toMatchObject({
      name: "gen_ai.client.operation.duration",
      unit: "s",
      kind: "histogram",
    });
    const [point] = duration?.points ?? [];
    expect(point?.labels).toEqual({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.response.model": "gpt-4o-2024-11-20",
      "hybrid.provenance": "live",
    });
    const { bounds = [], counts = [], count } = point?.histogram ?? {};
    expect(count).toBe(4);
    expect(point?.value).toBeCloseTo(100.065);
    expect(counts).toHaveLength(bounds.length + 1);
    expect(counts[0]).toBe(1);
    expect(counts[2]).toBe(2);
    expect(counts.at(-1)).toBe(1);
    const text = metrics.prometheus();
    expect(text).toMatch(/gen_ai_client_operation_duration_seconds_bucket\{le="0.04",.*\} 3/);
    expect(text).toMatch(/gen_ai_client_operation_duration_seconds_count\{.*\} 4/);
  });

  test("take no figure that is none", () => {
    const metrics = createMetrics({ now: () => 0, redact: plain });
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1])
      metrics.note("cost", value, ["m", "live"]);
    expect(metrics.read()).toEqual([]);
  });

  test("become what was added since the last time", () => {
    const metrics = createMetrics({ now: () => 0, redact: plain });
    const changes = createMetricChanges();
    metrics.note("cache", 3, ["hit"]);
    metrics.note("decisionDuration", 0.002, ["rule"]);
    const first = changes(metrics.read());
    expect(first.map(({ points }) => points[0]?.value)).toEqual([0.002, 3]);
    expect(changes(metrics.read())).toEqual([]);
    metrics.note("cache", 2, ["hit"]);
    const second = changes(metrics.read());
    expect(second.map(({ name, points }) => [name, points[0]?.value])).toEqual([["hybrid.router.cache", 2]]);
  });
});

describe("a connection string", () => {
  const KEY = "a1b2c3d4-0000-4000-8000-00805f9b34fb";

  test("is read in any order and case, with the endpoint of old ones", () => {
    expect(readConnectionString(`ingestionendpoint=https://x.example/;INSTRUMENTATIONKEY=${KEY}`)).toEqual({
      instrumentationKey: KEY,
      ingestionEndpoint: "https://x.example/",
    });
    expect(readConnectionString(`InstrumentationKey=${KEY}`).ingestionEndpoint).toContain("https://dc.");
  });

  test.each([
    ["", "has no InstrumentationKey"],
    ["hello", "has no InstrumentationKey"],
    ["InstrumentationKey=hunter2-is-secret", "is no UUID"],
    [`InstrumentationKey=${KEY};IngestionEndpoint=http://x.example/hunter2`, "is no https address"],
  ])("%s is refused with its fault named and without its value", (text, problem) => {
    const read = () => readConnectionString(text);
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(problem);
    expect(read).not.toThrow(/hunter2/);
  });
});
