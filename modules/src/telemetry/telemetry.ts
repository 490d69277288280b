import type { Logger } from "../core/logger.ts";
import type { Metrics } from "./create-metrics.ts";
import type { QueueState } from "./export-queue.ts";
import type { IncomingRequest, RequestTrace } from "./request-trace.ts";
import type { AnswerOver } from "./traced-answer.ts";
import type { OrchestratorWatch } from "./watch-orchestrator.ts";

/** A score of an answer, by a person or a judge. */
export interface Rating {
  /** 0 to 1. */
  readonly score: number;
  readonly target: "local" | "cloud";
  /** Who judged, in a word of few: `thumbs`, `judge`. */
  readonly judge: string;
  /** Router that chose who answered. */
  readonly strategy?: string;
  /** What the best other model is thought to give, 0 to 1: how far the answer stays below it is the router's regret. */
  readonly bestOther?: number;
}

/** Traces and metrics of a process. Nothing here waits for an exporter or throws because of one. */
export interface Telemetry {
  /** Opens the span of a request; what is told of the same `requestId` until it ends lies below it. */
  start(incoming: IncomingRequest): RequestTrace;
  /** An answer is over: its spans and figures. Without an open request of its id it makes the span of the request too. */
  traceAnswer(over: AnswerOver): void;
  /** To be given to an orchestrator as its `record` and `onEvent`. */
  readonly watch: OrchestratorWatch;
  /** A score of an answer. */
  rate(rating: Rating): void;
  readonly metrics: Metrics;
  /** The same logger, with secrets taken out of what it is given. */
  logger(logger: Logger): Logger;
  /** Sends what waits, and all figures; call it before reading anything back. Resolves after `withinMs` (default 10 000) at the latest. */
  flush(withinMs?: number): Promise<readonly QueueState[]>;
  /** Flushes, counts what is left as dropped, and closes the exporters. */
  close(withinMs?: number): Promise<readonly QueueState[]>;
  state(): TelemetryState;
}

export interface TelemetryState {
  readonly exporters: readonly QueueState[];
  /** Requests whose span is open. */
  readonly open: number;
  /** Traces that were left out as only a share is kept. */
  readonly sampledOut: number;
  /** Pieces of traces that could not be built, e.g. as a `redact` of the options threw. */
  readonly failed: number;
}
