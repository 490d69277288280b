import { expect, test } from "vitest";
import { readCatalog } from "../../modules/src/catalog/index.ts";
import { loadSettings } from "../../modules/src/config/index.ts";
import type { LogFields, Logger } from "../../modules/src/core/index.ts";
import { answerCostUsd } from "../../modules/src/cost/index.ts";
import { openTelemetry } from "../orchestrator/open-telemetry.ts";

const { settings } = loadSettings({ environment: {}, envFile: false });

function lines() {
  const said: string[] = [];
  const say = (text: string, _?: LogFields) => void said.push(text);
  return { said, logger: { debug: say, info: say, warn: say, error: say } satisfies Logger };
}

test("two places of one kind are told apart, and each that lost something says so at the end", async () => {
  const { said, logger } = lines();
  const places = ["http://127.0.0.1:1", "http://127.0.0.1:2"];
  const { telemetry, close } = await openTelemetry(places, settings, logger);
  expect(telemetry.state().exporters.map(({ exporter }) => exporter)).toEqual(["otlp", "otlp-2"]);
  telemetry.start({ requestId: "r-1" }).end();
  await close();
  expect(said).toEqual(["1 spans did not arrive: otlp.", "1 spans did not arrive: otlp-2."]);
  expect(telemetry.metrics.prometheus()).toMatch(
    /hybrid_telemetry_dropped_total\{hybrid_exporter="otlp-2".*\} 1/,
  );
});

test("answers are held against what they would have cost at gpt-4o, those of the cache are not", async () => {
  const { telemetry, compareWith, close } = await openTelemetry([], settings, lines().logger);
  compareWith(readCatalog());
  const [done] = answered("miss");
  telemetry.traceAnswer(done);
  telemetry.traceAnswer(answered("hit")[0]);
  const baseline = telemetry.metrics.read().find(({ name }) => name === "hybrid.router.cost.baseline");
  expect(baseline?.points.map(({ value }) => value)).toEqual([
    answerCostUsd(readCatalog().model("gpt-4o") ?? {}, done.answer.usage),
  ]);
  await close();
});

/** An answer of ten tokens, as an orchestrator tells of it. */
function answered(cache: string) {
  const record = { requestId: cache, at: 1, strategy: "rule", route: "local", plan: [], passed: [], ms: 1 };
  const usage = { promptTokens: 4, completionTokens: 6 };
  return [
    {
      record: { ...record, outcome: "answered" },
      answer: {
        text: "",
        servedModel: "small",
        provenance: "simulated",
        attempts: [],
        fallbackUsed: false,
        endReason: "stop",
        usage,
        costUsd: 0,
        timing: { firstTokenMs: 1, totalMs: 1, steps: [] },
        routing: { tier: "local", cache },
      },
    },
  ] as const;
}

test("without a place everything is counted, and nothing is sent", async () => {
  const { telemetry, close } = await openTelemetry([], settings, lines().logger);
  expect(telemetry.state().exporters).toEqual([]);
  expect(telemetry.start({ requestId: "r-1" }).traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-01$/);
  await close();
});

test("Application Insights without a connection string is refused before anything starts", async () => {
  await expect(openTelemetry(["azure"], settings, lines().logger)).rejects.toThrow(
    "--telemetry azure needs APPLICATIONINSIGHTS_CONNECTION_STRING.",
  );
});

test.each(["azur", "ftp://collector", "", "grpc://localhost:4317"])(
  "%j is no place for telemetry",
  async (place) => {
    await expect(openTelemetry([place], settings, lines().logger)).rejects.toThrow(/cannot send to/);
  },
);
