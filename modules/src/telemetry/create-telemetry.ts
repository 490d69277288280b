import { type Clock, systemClock } from "../core/clock.ts";
import { explainError } from "../core/errors.ts";
import type { ContentMode } from "./answer-spans.ts";
import { createMetrics, type Metrics } from "./create-metrics.ts";
import { createTraces } from "./create-traces.ts";
import { createExportQueue, type DropCause, type ExportQueue, type QueueOptions } from "./export-queue.ts";
import type { TelemetryExporter } from "./exporter.ts";
import { observeAnswer } from "./observe-answer.ts";
import { observeSpending } from "./observe-spending.ts";
import { createRedactedLogger } from "./redacted-logger.ts";
import type { SecretPattern } from "./secret-patterns.ts";
import type { Telemetry } from "./telemetry.ts";
import { createTelemetryRedactor } from "./telemetry-redactor.ts";
import type { AnswerOver, TracedAnswer, TracedSpending } from "./traced-answer.ts";
import { watchOrchestrator } from "./watch-orchestrator.ts";

export interface TelemetryOptions {
  readonly exporters: readonly TelemetryExporter[];
  readonly clock?: Clock;
  /** Hides what no pattern could know: the house's own keys, e.g. `createRedactor(keys).text` of `providers`. */
  readonly redact?: (text: string) => string;
  readonly patterns?: readonly SecretPattern[];
  /** Whether spans hold questions and answers; default `off`. Keys and tokens are hidden in every mode. */
  readonly content?: ContentMode;
  /** Share of the traces that are kept, 0 to 1, default 1; those with an error are always kept, and metrics count all. */
  readonly keep?: number;
  /** US dollars that an answer's tokens would have cost at the model of comparison. */
  readonly baselineUsd?: (answer: TracedAnswer) => number | undefined;
  /** Whether cost is counted by tenant, so that tenants' names stand in a label; default false. */
  readonly nameTenants?: boolean;
  /** Bounds of each exporter's queue. */
  readonly queue?: Pick<QueueOptions, "capacity" | "batchSize" | "delayMs" | "timeoutMs" | "tries">;
  /** Values that one label of a metric may have; default 64. */
  readonly valuesPerLabel?: number;
}

const FLUSH_MS = 10_000;
const CLOSE_MS = 5000;

/** Makes the telemetry of a process. Opens no connection; exporters do with their first spans. */
export function createTelemetry(options: TelemetryOptions): Telemetry {
  const { exporters, clock = systemClock, queue: bounds = {}, valuesPerLabel = 64 } = options;
  const redactor = createTelemetryRedactor({ redact: options.redact, patterns: options.patterns ?? [] });
  const metrics = createMetrics({ now: () => clock.now(), redact: redactor.text, valuesPerLabel });
  const queues = exporters.map((exporter) =>
    createExportQueue({
      ...bounds,
      exporter,
      clock,
      onDrop: (name, spans, cause) => metrics.note("dropped", spans, [name, cause]),
      describe: (error) => redactor.text(explainError(error)),
    }),
  );
  noteQueues(queues, metrics);
  const traces = createTraces({
    clock,
    redactor,
    content: options.content ?? "off",
    keep: options.keep ?? 1,
    send(spans) {
      for (const queue of queues) queue.add(spans);
    },
  });
  const traceAnswer = (over: AnswerOver) => {
    const baselineUsd = over.answer && options.baselineUsd?.(over.answer);
    const tenant = options.nameTenants ? (over.record.tenant ?? "") : "";
    observeAnswer(over, { baselineUsd, tenant }, metrics);
    if (queues.length > 0) traces.answer(over, baselineUsd);
  };
  const traceSpending = (spending: TracedSpending) => {
    observeSpending(spending, options.nameTenants ? spending.tenant : "", metrics);
    if (queues.length > 0) traces.spent(spending);
  };
  const states = () => queues.map((one) => one.state());
  const flush = async (withinMs = FLUSH_MS) => {
    traces.settle();
    const figures = exporters.some((one) => one.exportMetrics) ? metrics.read() : [];
    await Promise.all(
      // Side by side: a sink that is slow with one has no more time because of the other.
      queues.flatMap((one) => [
        one.flush(withinMs),
        ...(figures.length > 0 ? [one.sendMetrics(figures)] : []),
      ]),
    );
    return states();
  };
  return {
    start: traces.start,
    traceAnswer,
    watch: watchOrchestrator(traceAnswer, traceSpending, metrics),
    rate({ score, target, judge, strategy, bestOther }) {
      metrics.note("quality", score, [target, judge]);
      if (strategy === undefined || bestOther === undefined) return;
      metrics.note("regret", Math.max(0, bestOther - score), [strategy]);
    },
    metrics,
    logger: (logger) => createRedactedLogger(logger, redactor),
    flush,
    async close(withinMs = CLOSE_MS) {
      await flush(withinMs);
      await Promise.all(queues.map((one) => one.close(0)));
      return states();
    },
    state: () => ({ exporters: states(), ...traces.state() }),
  };
}

/** A counter that is there from the start shows its first drop as an increase. */
function noteQueues(queues: readonly ExportQueue[], metrics: Metrics): void {
  for (const queue of queues)
    for (const cause of DROP_CAUSES) metrics.note("dropped", 0, [queue.state().exporter, cause]);
  metrics.beforeRead(() => {
    for (const queue of queues) {
      const { exporter, waiting } = queue.state();
      metrics.note("undelivered", waiting, [exporter]);
    }
  });
}

const DROP_CAUSES: readonly DropCause[] = ["full", "failed", "closed"];
