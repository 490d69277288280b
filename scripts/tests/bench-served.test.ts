import { describe, expect, test } from "vitest";
import type { BenchmarkReport } from "../benchmarks/benchmark.ts";
import { runDualModeBenchmark } from "../benchmarks/dual-mode.ts";
import { runFaultsBenchmark } from "../benchmarks/faults.ts";
import { runGatewayBenchmark } from "../benchmarks/gateway.ts";
import { runKillBenchmark } from "../benchmarks/kill.ts";
import { runMixBenchmark } from "../benchmarks/mix.ts";
import { AnswerReader } from "../benchmarks/served/answer-reader.ts";
import { ORCHESTRATOR } from "../benchmarks/served/house-files.ts";
import { npmFlagsOf } from "../benchmarks/served/start-process.ts";
import { runTelemetryBenchmark } from "../benchmarks/telemetry.ts";

const silent = () => {};
const figure = ({ figures }: BenchmarkReport, name: string) =>
  figures.find((one) => one.name === name)?.value ?? Number.NaN;

describe("benchmarks of the server, in a small size", () => {
  test("gateway has every figure, and no error", { timeout: 120_000 }, async () => {
    const report = await runGatewayBenchmark(silent, {
      starts: 1,
      warmUp: 20,
      warmUpStreams: 10,
      rounds: 1,
      requests: 40,
      streams: 10,
      rateMs: 200,
      manyConnections: 20,
      manyMs: 200,
    });
    expect(report.figures.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
    expect(figure(report, "errors over 1000 connections")).toBe(0);
    expect(figure(report, "errors of all other rounds")).toBe(0);
    expect(figure(report, "CPU, orchestrator : proxy")).toBeGreaterThan(0);
  });

  test("faults are injected, and chats answered under them", { timeout: 120_000 }, async () => {
    const lines: string[] = [];
    const report = await runFaultsBenchmark((line) => lines.push(line), { requests: 60, atOnce: 4 });
    expect(lines.filter((line) => line.includes("Injected:"))).toHaveLength(2);
    for (const name of ["chain", "agent-router"]) {
      expect(figure(report, `${name}: answered`)).toBeGreaterThan(0);
      expect(figure(report, `${name}: answered`)).toBeLessThanOrEqual(100);
    }
  });

  test("kill finds all that was acknowledged in the ledger, once", { timeout: 120_000 }, async () => {
    const report = await runKillBenchmark(silent, { kills: 2, atOnce: 4 });
    expect(figure(report, "acknowledged")).toBeGreaterThan(0);
    expect(figure(report, "acknowledged and lost")).toBe(0);
    expect(figure(report, "charged twice or wrongly")).toBe(0);
    expect(figure(report, "repeated answers that were charged again")).toBe(0);
  });

  test("telemetry sends the spans of every request, of the server that has it", {
    timeout: 120_000,
  }, async () => {
    const report = await runTelemetryBenchmark(silent, { processes: 1, warmUp: 32, rounds: 2, requests: 32 });
    for (const exporter of ["memory", "sqlite", "otlp"]) {
      expect(figure(report, `${exporter}: spans of a request`)).toBe(4);
      expect(figure(report, `${exporter}: spans dropped`)).toBe(0);
      expect(figure(report, `${exporter}: request without`)).toBeGreaterThan(0);
    }
  });

  test("mix tells shares with their intervals, and who answered", { timeout: 120_000 }, async () => {
    const report = await runMixBenchmark(silent, { answered: 6, atOnce: 6, ruleCalls: 20 });
    const name = "simple prompts that stay local";
    expect(figure(report, name)).toBeGreaterThan(figure(report, `${name}, from`));
    expect(figure(report, name)).toBeLessThan(figure(report, `${name}, to`));
    const answers = report.figures.filter((one) => one.name.endsWith(": answers"));
    expect(answers.reduce((sum, { value }) => sum + value, 0)).toBe(6);
  });
});

describe("the two modes, in a small size", () => {
  test("answer the same in the same pieces, and every time is told", { timeout: 60_000 }, async () => {
    const report = await runDualModeBenchmark(silent, { pairs: 4, loaded: 4, atOnce: 2, rounds: 2 });
    expect(report.figures.filter(({ value }) => !Number.isFinite(value))).toEqual([]);
    expect(figure(report, "answers that differ")).toBe(0);
    expect(figure(report, "answers that came in other pieces")).toBe(0);
    expect(figure(report, "throughput, azure / direct")).toBeGreaterThan(0);
  });
});

describe("an answer on a connection", () => {
  const read = (...pieces: readonly string[]) => {
    const reader = new AnswerReader(0);
    const whole = pieces.map((piece, at) => reader.take(Buffer.from(piece), at + 1));
    return { reader, whole };
  };

  test("ends by its length, also in pieces", () => {
    const { reader, whole } = read("HTTP/1.1 200 OK\r\ncontent-le", "ngth: 4\r\n\r\nab", "cd");
    expect(whole).toEqual([false, false, true]);
    expect([reader.status, reader.firstByteAt]).toEqual([200, 2]);
  });

  test("ends by its last chunk, and tells its first text", () => {
    const head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    const { reader, whole } = read(head, '5\r\n{"content":""}\r\n', '5\r\n{"content":"a"}\r\n0\r', "\n\r\n");
    expect(whole).toEqual([false, false, false, true]);
    expect([reader.firstByteAt, reader.firstTextAt]).toEqual([2, 3]);
  });
});

test("the orchestrator is measured as npm run orchestrator starts it", () => {
  expect(npmFlagsOf(ORCHESTRATOR)).toContainEqual(expect.stringMatching(/^--min-semi-space-size=\d+$/));
  expect(npmFlagsOf(new URL("../benchmarks/served/bare-proxy.ts", import.meta.url))).toEqual([]);
});
