import type { EmittedMetric, EmittedTrace } from "../pipeline/gateway-services.ts";
import type { TraceStep } from "../pipeline/trace-recorder.ts";

/** One event that `log-to-eventhub` sent. */
export interface EmittedEvent {
  readonly logger: string;
  readonly body: string;
}

/** The way of one request through the gateway, without its content and without keys. */
export interface GatewayTrace {
  /** `context.RequestId`. */
  readonly id: string;
  /** ISO time of arrival, by the gateway's clock. */
  readonly at: string;
  readonly method: string;
  /** Path without the query, in which keys may stand. */
  readonly path: string;
  readonly api: string | undefined;
  readonly operation: string | undefined;
  readonly subscription: string | undefined;
  readonly product: string | undefined;
  readonly status: number;
  readonly durationMs: number;
  /** Time spent waiting between retries, by the gateway's clock. */
  readonly waitedMs: number;
  readonly streamed: boolean;
  /** The backend broke off or the caller left in mid-answer. */
  readonly cut: boolean;
  /** What ended it early: `TokenNotPresent: JWT not present.` */
  readonly error: string | undefined;
  readonly steps: readonly TraceStep[];
}

export interface GatewayCounts {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Answers that broke off. */
  readonly cut: number;
}

/** What a gateway remembers of its requests; each list keeps its newest entries only. */
export interface GatewayJournal {
  readonly metrics: readonly EmittedMetric[];
  readonly messages: readonly EmittedTrace[];
  readonly events: readonly EmittedEvent[];
  /** Newest last. */
  readonly traces: readonly GatewayTrace[];
  readonly counts: GatewayCounts;
  addMetric(metric: EmittedMetric): void;
  addMessage(message: EmittedTrace): void;
  addEvent(event: EmittedEvent): void;
  addTrace(trace: GatewayTrace): void;
  clear(): void;
}

const KEPT_ENTRIES = 10_000;
const KEPT_TRACES = 500;

export function createGatewayJournal(): GatewayJournal {
  const metrics: EmittedMetric[] = [];
  const messages: EmittedTrace[] = [];
  const events: EmittedEvent[] = [];
  const traces: GatewayTrace[] = [];
  const byStatus = new Map<string, number>();
  let requests = 0;
  let cut = 0;
  return {
    metrics,
    messages,
    events,
    traces,
    get counts() {
      return { requests, byStatus: Object.fromEntries(byStatus), cut };
    },
    addMetric: (metric) => keep(metrics, metric, KEPT_ENTRIES),
    addMessage: (message) => keep(messages, message, KEPT_ENTRIES),
    addEvent: (event) => keep(events, event, KEPT_ENTRIES),
    addTrace: (trace) => {
      requests += 1;
      if (trace.cut) cut += 1;
      byStatus.set(String(trace.status), (byStatus.get(String(trace.status)) ?? 0) + 1);
      keep(traces, trace, KEPT_TRACES);
    },
    clear: () => {
      for (const list of [metrics, messages, events, traces]) list.length = 0;
      byStatus.clear();
      requests = 0;
      cut = 0;
    },
  };
}

/** Drops the oldest in blocks: taking them one by one moves the whole list each time. */
function keep<Entry>(list: Entry[], entry: Entry, most: number): void {
  list.push(entry);
  if (list.length > most * 1.2) list.splice(0, list.length - most);
}
