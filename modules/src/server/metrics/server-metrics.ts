import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { Clock } from "../../core/clock.ts";
import type { BudgetState } from "../../cost/budget.ts";
import type { Metrics } from "../../telemetry/index.ts";
import type { ServedRequest } from "../http/serve-request.ts";
import type { ServedOrchestrator } from "../platform.ts";
import { createChatObserver, type ObserveOptions } from "./observe-chat.ts";

export interface ServerMetrics {
  readonly observe: ReturnType<typeof createChatObserver>["observe"];
  served(request: ServedRequest): void;
  /** All figures in Prometheus' text form. */
  read(): Promise<string>;
  /** Serves `GET /metrics`. */
  answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
}

export interface ServerMetricsOptions {
  readonly orchestrator: Pick<ServedOrchestrator, "state">;
  /** Where everything is counted: the telemetry's, so that there is one set of figures. */
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly onDone?: ObserveOptions["onDone"];
}

/** Gauges that end as counters do, which promtool refuses; each is the sum over the labels of the one without `_total`. */
const SUMS_OF_OTHERS = ["handles", "requests", "resources"].map((what) => `nodejs_active_${what}_total`);

/** Counts for Prometheus, and serves what the house counts. What Node tells of its process stands in a registry of each server. */
export function createServerMetrics({
  orchestrator,
  metrics,
  clock,
  onDone,
}: ServerMetricsOptions): ServerMetrics {
  const process = new Registry();
  collectDefaultMetrics({ register: process });
  for (const name of SUMS_OF_OTHERS) process.removeSingleMetric(name);
  const chats = createChatObserver({ metrics, onDone });
  const limits = new Set<string>();
  metrics.beforeRead(() => {
    chats.refresh();
    const state = orchestrator.state();
    noteState(state, metrics, clock.now());
    for (const { name } of state.budgets) limits.add(name);
    for (const limit of limits) metrics.note("budgetUsed", usedOf(limit, state.budgets), [limit]);
  });
  const read = async () => metrics.prometheus() + (await process.metrics());
  return {
    observe: chats.observe,
    served({ route, method, status, seconds }) {
      metrics.note("http", seconds, [route, method, statusText(status)]);
    },
    read,
    async answer(incoming, outgoing) {
      const path = (incoming.url ?? "").split("?")[0];
      if (path !== "/metrics" || (incoming.method !== "GET" && incoming.method !== "HEAD")) {
        outgoing.writeHead(404, { "content-type": "text/plain" }).end("Metrics are at GET /metrics.\n");
        return;
      }
      const text = await read();
      outgoing.writeHead(200, {
        "content-type": process.contentType,
        "content-length": Buffer.byteLength(text),
      });
      outgoing.end(incoming.method === "HEAD" ? undefined : text);
    },
  };
}

const STATUSES = Array.from({ length: 600 }, (_, status) => String(status));
const statusText = (status: number): string => STATUSES[status] ?? "other";

/** What has a value at any time: models, breakers, queues, the ledger. */
function noteState(
  { models, resilience, ledger }: ReturnType<ServedOrchestrator["state"]>,
  metrics: Metrics,
  now: number,
): void {
  for (const { name, available } of models) metrics.note("modelHealth", available ? 1 : 0, [name]);
  for (const [deployment, { kind }] of Object.entries(resilience.breakers))
    metrics.note("breaker", kind === "open" ? 1 : kind === "closed" ? 0 : 0.5, [deployment]);
  const { admission, bulkheads } = resilience;
  if (admission) metrics.note("queue", admission.waiting, ["router"]);
  for (const [deployment, { waiting }] of Object.entries(bulkheads))
    metrics.note("queue", waiting, [deployment]);
  if (!ledger) return;
  const failingMs = ledger.state === "failing" ? now - ledger.since : 0;
  metrics.note("ledgerFailing", Math.max(0, failingMs) / 1000, []);
}

/** The share of a limit that is spent: that of who has used most of it, 0 where nobody has in this period. */
function usedOf(limit: string, budgets: readonly BudgetState[]): number {
  return budgets
    .filter(({ name }) => name === limit)
    .reduce((most, { spentUsd, limitUsd }) => Math.max(most, limitUsd > 0 ? spentUsd / limitUsd : 1), 0);
}
