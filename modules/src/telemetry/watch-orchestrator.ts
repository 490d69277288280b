import type { ResilienceEvent } from "../resilience/create-resilience.ts";
import type { Metrics } from "./create-metrics.ts";
import type { AnswerOver, TracedAttempt, TracedSpending } from "./traced-answer.ts";

/** What the orchestrator's `record` is called with; its `AnswerEvent` is one. */
export interface RecordedAnswer {
  readonly type: "answered" | "failed" | "cancelled";
  readonly attempts?: readonly TracedAttempt[];
}

/** What the orchestrator's `onEvent` is called with; its `OrchestratorEvent` is one. Those of files and health checks pass unseen. */
export type WatchedEvent =
  | ({ readonly type: "chat-over" } & AnswerOver)
  | ({ readonly type: "spent" } & TracedSpending)
  | { readonly type: "routed" | "check" | "file-applied" | "file-refused" }
  | ResilienceEvent;

/** Both listeners of an orchestrator. */
export interface OrchestratorWatch {
  readonly record: (event: RecordedAnswer) => void;
  readonly onEvent: (event: WatchedEvent) => void;
}

/** Makes of what an orchestrator tells one `AnswerOver` a request and one spending of what is none, and counts what its policies do. */
export function watchOrchestrator(
  traceAnswer: (over: AnswerOver) => void,
  traceSpending: (spending: TracedSpending) => void,
  metrics: Metrics,
): OrchestratorWatch {
  // The orchestrator calls `record` right before `onEvent`; only the first knows the attempts of a request that failed.
  let attempts: readonly TracedAttempt[] | undefined;
  return {
    record(event) {
      attempts = event.attempts;
    },
    onEvent(event) {
      if (event.type === "chat-over") {
        const known = event.attempts ?? event.answer?.attempts ?? attempts;
        attempts = undefined;
        traceAnswer({ ...event, ...(known && { attempts: known }) });
      } else if (event.type === "spent") traceSpending(event);
      else if (event.type === "breaker" || event.type === "bulkhead") notePolicy(event, metrics);
    },
  };
}

/** What a queue is called in a label: its deployment, or `router` for the one of all requests. */
const queueLabel = (name: string): string => (name === "The router" ? "router" : name);

const OPEN_SHARE = { closed: 0, "half-open": 0.5, open: 1 } as const;

function notePolicy(
  event: Extract<ResilienceEvent, { type: "breaker" | "bulkhead" }>,
  metrics: Metrics,
): void {
  if (event.type === "breaker") metrics.note("breaker", OPEN_SHARE[event.to.kind], [event.deployment]);
  else metrics.note("shed", 1, [queueLabel(event.name), event.refused]);
}
