import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { paths } from "../../modules/src/config/paths.ts";
import { type Figure, keepsBar } from "../benchmarks/benchmark.ts";
import { benchmarks } from "../benchmarks/registry.ts";
import { timeCalls } from "../benchmarks/rule-times.ts";
import { runKit } from "./kit.ts";

const bench = (...args: string[]) =>
  runKit(process.execPath, [join(paths.root, "scripts", "bench.ts"), ...args]);

describe("npm run bench", () => {
  test("tells its benchmarks", async () => {
    const kit = bench("--help");
    expect(await kit.ended).toBe(0);
    for (const { name, about } of benchmarks) expect(kit.output()).toMatch(`${name.padEnd(12)}${about}`);
  });

  test.each([
    [[], "Which one? There are: rule"],
    [["ruls"], 'There is no benchmark "ruls". Did you mean rule?'],
    [["rule", "--fast"], "Unknown option '--fast'. See --help."],
  ])("with %j ends with 2 and one line", async (args, line) => {
    const kit = bench(...args);
    expect(await kit.ended).toBe(2);
    expect(kit.output()).toMatch(line);
    expect(kit.output().trim().split("\n")).toHaveLength(1);
  });

  test("rule --json prints a report that fails exactly when a figure misses its bar", async () => {
    const kit = bench("rule", "--json");
    const code = await kit.ended;
    const report = JSON.parse(/^\{[\s\S]*?^\}$/m.exec(kit.output())?.[0] ?? "");
    expect(report).toMatchObject({ benchmark: "rule", machine: { node: process.version } });
    expect(report.figures[0]).toMatchObject({ name: "route p50", unit: "µs", bar: { atMost: 30 } });
    const memory = report.figures.filter(({ unit }: Figure) => unit === "MB");
    expect(memory.map(({ value }: Figure) => value > 0.05 && value < 100)).toEqual([true, true, true]);
    expect(code).toBe(report.figures.every(keepsBar) ? 0 : 1);
  });
});

test("a bar is kept up to its very value", () => {
  const figure = { name: "f", unit: "", value: 30 };
  expect(keepsBar(figure)).toBe(true);
  expect(keepsBar({ ...figure, bar: { atMost: 30 } })).toBe(true);
  expect(keepsBar({ ...figure, bar: { atMost: 29.9 } })).toBe(false);
  expect(keepsBar({ ...figure, bar: { atLeast: 30 } })).toBe(true);
  expect(keepsBar({ ...figure, bar: { atLeast: 30.1 } })).toBe(false);
  expect(keepsBar({ ...figure, value: Number.NaN, bar: { atMost: 30 } })).toBe(false);
});

test("times are taken of every call, and of promises until they are kept", async () => {
  let calls = 0;
  let awaited = 0;
  const times = await timeCalls(
    {
      plain: () => ++calls,
      later: async () => {
        await Promise.resolve();
        awaited++;
      },
    },
    { warmUpCalls: 5, rounds: 3, callsInRound: 10 },
  );
  expect({ calls, awaited }).toEqual({ calls: 35, awaited: 35 });
  expect(times.plain.p95).toBeGreaterThanOrEqual(times.plain.p50);
});
