import { type Clock, systemClock } from "../core/clock.ts";
import { LabError } from "../core/errors.ts";
import { type Logger, silentLogger } from "../core/logger.ts";
import type { Feedback } from "../experiments/feedback.ts";
import type { RequestPatterns } from "../experiments/patterns.ts";
import type { ConfiguredOrchestrator } from "../orchestrator/open-orchestrator.ts";
import type { Rag } from "../retrieval/rag.ts";
import { createMetrics, type Telemetry } from "../telemetry/index.ts";
import { type Access, createAccess } from "./access/access.ts";
import { createCallerLimiter } from "./access/caller-limits.ts";
import { createFigures } from "./figures/figures.ts";
import { createCrossOrigin } from "./http/cross-origin.ts";
import { createIdempotency } from "./http/idempotency.ts";
import { type Listener, openListener } from "./http/listener.ts";
import { createRouteTable } from "./http/route-table.ts";
import { createRequestServer, type ServedRequest } from "./http/serve-request.ts";
import { observeFeedback } from "./metrics/observe-feedback.ts";
import { createServerMetrics } from "./metrics/server-metrics.ts";
import type { Platform, ServedOrchestrator } from "./platform.ts";
import { apiRoutes } from "./routes/api-routes.ts";
import { createSessions } from "./sessions/sessions.ts";

export interface ServerOptions {
  readonly orchestrator: ServedOrchestrator;
  /** Takes ratings; without it `/v1/feedback` is not offered. */
  readonly feedback?: Feedback;
  /** Answers from documents; without it `/v1/rag/query` is not offered. */
  readonly rag?: Rag;
  /** What requests are like; without it `/router/patterns` is not offered. */
  readonly patterns?: RequestPatterns;
  /** How experiments do; without it `/router/experiments` is not offered. */
  readonly trials?: ConfiguredOrchestrator["trials"];
  /** Without it `/router/plan` is not offered. */
  readonly replay?: ConfiguredOrchestrator["replay"];
  /** Default 127.0.0.1: only this machine. */
  readonly host?: string;
  /** Default 8000; 0 = any free one. */
  readonly port?: number;
  /** Port of Prometheus' metrics. Absent = none. */
  readonly metricsPort?: number;
  /** Default: everybody on this machine may do all. */
  readonly access?: Access;
  /** Origins whose pages may ask: `https://chat.example`. Default none but the server's own. */
  readonly corsOrigins?: readonly string[];
  /** Longest body, in bytes. Default 1 MiB. */
  readonly bodyLimitBytes?: number;
  /** Milliseconds that requests under way have when the server closes. Default 30,000. */
  readonly graceMs?: number;
  /** Milliseconds for which a closing server only says by `/readyz` that it goes, and still answers. Default 0. */
  readonly announceMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Hears of each request when it is over. */
  readonly onServed?: ((request: ServedRequest) => void) | undefined;
  /** Traces and figures of the orchestrator: the one whose `watch` it was given. Without it there are figures of chats over HTTP only. */
  readonly telemetry?: Telemetry;
}

/** A running server. */
export interface OrchestratorServer {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  /** Where Prometheus reads, when there is such a port. */
  readonly metricsUrl: string | undefined;
  /** Refuses new requests, lets those under way end, then closes both ports. Closing again waits for the same. */
  close(): Promise<void>;
}

/**
 * Serves an orchestrator over HTTP.
 * @throws LabError when a port cannot be opened, or when others than this machine could reach it without a key
 */
export async function startServer(options: ServerOptions): Promise<OrchestratorServer> {
  const {
    orchestrator,
    host = "127.0.0.1",
    port = 8000,
    metricsPort,
    graceMs = 30_000,
    announceMs = 0,
    clock = systemClock,
  } = options;
  const {
    access = createAccess(),
    logger = silentLogger,
    corsOrigins = [],
    bodyLimitBytes = 1_048_576,
  } = options;
  checkReach(host, access);
  let leaving = false;
  let draining = false;
  const isLeaving = () => leaving;
  const figures = createFigures(clock);
  const counts =
    options.telemetry?.metrics ?? createMetrics({ now: () => clock.now(), redact: (text) => text });
  const metrics = createServerMetrics({ orchestrator, metrics: counts, clock, onDone: figures.note });
  const platform: Platform = {
    orchestrator,
    clock,
    startedAt: clock.now(),
    isDraining: isLeaving,
    observe: metrics.observe,
    sessions: createSessions({ clock }),
    figures,
    feedback: options.feedback && observeFeedback(options.feedback, options),
    rag: options.rag,
    patterns: options.patterns,
    replay: options.replay,
    trials: options.trials,
  };
  const answer = createRequestServer({
    table: createRouteTable(apiRoutes(platform)),
    access,
    limiter: createCallerLimiter(clock),
    crossOrigin: createCrossOrigin(corsOrigins, access.isOpen),
    idempotency: createIdempotency({ clock }),
    bodyLimitBytes,
    clock,
    logger,
    isDraining: () => draining,
    onServed(request) {
      metrics.served(request);
      options.onServed?.(request);
    },
    trace: options.telemetry?.start,
  });
  const api = await openListener({ host, port, purpose: "API", flag: "--port", answer, isLeaving });
  const scrape =
    metricsPort === undefined ? undefined : await openMetrics(api, host, metricsPort, metrics.answer);
  async function drain(): Promise<void> {
    if (announceMs > 0) await clock.sleep(announceMs);
    draining = true;
    await api.close(graceMs);
    await scrape?.close(0);
  }
  let closed: Promise<void> | undefined;
  return {
    url: api.url,
    metricsUrl: scrape && `${scrape.url}/metrics`,
    close() {
      leaving = true;
      closed ??= drain();
      return closed;
    },
  };
}

/** A second port that cannot be opened must not leave the first one open. */
async function openMetrics(
  api: Listener,
  host: string,
  port: number,
  answer: Parameters<typeof openListener>[0]["answer"],
): Promise<Listener> {
  try {
    return await openListener({ host, port, purpose: "metrics", flag: "--metrics-port", answer });
  } catch (error) {
    await api.close(0);
    throw error;
  }
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

function checkReach(host: string, access: Access): void {
  if (!access.isOpen || LOOPBACK.test(host)) return;
  throw new LabError(`Anybody who reaches ${host} could use every model without a key.`, {
    code: "OPEN_TO_OTHERS",
    hint: "Name a key file by --keys, or listen on 127.0.0.1.",
  });
}
