import { type Clock, callAfter } from "../core/clock.ts";
import { isRetryable } from "./export-error.ts";
import type { TelemetryExporter } from "./exporter.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { SpanRecord } from "./span-record.ts";

/** Why spans never arrived: no room while they waited, refused or given up after all tries, still waiting at the end. */
export type DropCause = "full" | "failed" | "closed";

/** What became of the spans of one exporter. */
export interface QueueState {
  readonly exporter: string;
  readonly waiting: number;
  readonly exported: number;
  readonly dropped: number;
  /** The last failure, in one line; undefined when the last try went well. */
  readonly failing: string | undefined;
}

/** Stands between requests and an exporter: taking a span never waits and never throws. */
export interface ExportQueue {
  add(spans: readonly SpanRecord[]): void;
  /** Sends all that waits; resolves when it has arrived or is given up, after `withinMs` at the latest. Never rejects. */
  flush(withinMs: number): Promise<void>;
  sendMetrics(metrics: readonly MetricRecord[]): Promise<void>;
  /** Flushes, then counts what is left as dropped. */
  close(withinMs: number): Promise<void>;
  state(): QueueState;
}

export interface QueueOptions {
  readonly exporter: TelemetryExporter;
  readonly clock: Clock;
  /** Spans that may wait; default 4096. */
  readonly capacity?: number | undefined;
  /** Spans in one batch; default 512. */
  readonly batchSize?: number | undefined;
  /** Milliseconds after which a batch that is not full is sent as well; default 1000. */
  readonly delayMs?: number | undefined;
  /** Milliseconds of one try; default 5000. */
  readonly timeoutMs?: number | undefined;
  /** Tries of one batch; default 3. */
  readonly tries?: number | undefined;
  readonly onDrop: (exporter: string, spans: number, cause: DropCause) => void;
  /** Makes a failure fit to be shown. */
  readonly describe: (error: unknown) => string;
}

export function createExportQueue(options: QueueOptions): ExportQueue {
  const { exporter, clock, capacity = 4096, batchSize = 512, delayMs = 1000, timeoutMs = 5000 } = options;
  const { tries = 3, onDrop, describe } = options;
  let waiting: SpanRecord[] = [];
  let exported = 0;
  let dropped = 0;
  let failing: string | undefined;
  let sending: Promise<void> | undefined;
  let isClosed = false;
  let cancelTimer: (() => void) | undefined;
  const given = new AbortController();

  function drop(spans: number, cause: DropCause): void {
    if (spans === 0) return;
    dropped += spans;
    onDrop(exporter.name, spans, cause);
  }

  async function send(batch: readonly SpanRecord[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await inTime((signal) => exporter.export(batch, signal));
        exported += batch.length;
        failing = undefined;
        return;
      } catch (error) {
        failing = describe(error);
        if (attempt >= tries || given.signal.aborted || !isRetryable(error))
          return drop(batch.length, "failed");
        await clock.sleep(RETRY_MS * attempt, given.signal).catch(() => {});
      }
    }
  }

  /** One after the other: an exporter that is slow is not asked twice at once. */
  async function drain(): Promise<void> {
    while (waiting.length > 0 && !given.signal.aborted) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      await send(batch);
    }
  }

  function start(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    sending ??= drain().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  async function inTime(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const over = new AbortController();
    const late = Promise.withResolvers<never>();
    const stop = callAfter(clock, timeoutMs, () => {
      const error = new Error(`took longer than ${timeoutMs} ms.`);
      over.abort(error);
      late.reject(error);
    });
    try {
      await Promise.race([work(AbortSignal.any([over.signal, given.signal])), late.promise]);
    } finally {
      stop();
    }
  }

  async function flush(withinMs: number): Promise<void> {
    const until = Promise.withResolvers<void>();
    const stop = callAfter(clock, withinMs, until.resolve);
    const all = async () => {
      while (waiting.length > 0 || sending) await start();
    };
    await Promise.race([all(), until.promise]);
    stop();
  }

  return {
    add(spans) {
      if (isClosed) return drop(spans.length, "closed");
      const room = Math.max(0, capacity - waiting.length);
      const taken = spans.length <= room ? spans : spans.slice(0, room);
      for (const span of taken) waiting.push(span);
      drop(spans.length - taken.length, "full");
      if (waiting.length >= batchSize) void start();
      else if (!sending) cancelTimer ??= callAfter(clock, delayMs, () => void start());
    },
    flush,
    async sendMetrics(metrics) {
      try {
        await inTime(async (signal) => exporter.exportMetrics?.(metrics, signal));
      } catch (error) {
        failing = describe(error);
      }
    },
    async close(withinMs) {
      if (isClosed) return;
      isClosed = true;
      await flush(withinMs);
      const left = waiting.length;
      waiting = [];
      drop(left, "closed");
      cancelTimer?.();
      given.abort(new Error("Telemetry is closed."));
      await sending;
      await exporter.close?.().catch(() => {});
    },
    state: () => ({ exporter: exporter.name, waiting: waiting.length, exported, dropped, failing }),
  };
}

/** Before the second try; twice as long before the third. */
const RETRY_MS = 500;
