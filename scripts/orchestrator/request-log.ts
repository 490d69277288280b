import type { LogFields, Logger } from "../../modules/src/core/index.ts";
import type { ChatOverEvent } from "../../modules/src/orchestrator/index.ts";
import type { ServedRequest } from "../../modules/src/server/index.ts";

/** One line for each request: what was asked, how it was routed, who answered and what that took. */
export interface RequestLog {
  /** The orchestrator is done with a chat. */
  chat(event: ChatOverEvent): void;
  /** The server is done with a request. */
  served(request: ServedRequest): void;
}

/** Chats that wait for their HTTP status; it comes at once, unless the caller has left before. */
const MOST_WAITING = 1000;

/** Holds no text of questions and answers. A line is told when the server is done with its request. */
export function createRequestLog(logger: Logger): RequestLog {
  const waiting = new Map<string, LogFields>();
  return {
    chat(event) {
      const { requestId } = event.record;
      waiting.set(requestId, fieldsOf(event));
      if (waiting.size <= MOST_WAITING) return;
      const [oldest] = waiting;
      if (!oldest) return;
      waiting.delete(oldest[0]);
      logger.debug("request", { requestId: oldest[0], ...oldest[1] });
    },
    served({ requestId, method, route, status, seconds }) {
      const chat = waiting.get(requestId);
      waiting.delete(requestId);
      logger.debug("request", {
        requestId,
        method,
        path: route,
        status,
        ms: millis(seconds * 1000),
        ...chat,
      });
    },
  };
}

function fieldsOf({ record, answer, errorCode }: ChatOverEvent): LogFields {
  const { decision, plan, passed, deployment, outcome, costUsd } = record;
  return {
    tenant: record.tenant,
    client: record.client,
    asked: record.asked,
    route: record.route,
    strategy: record.strategy,
    reason: decision?.reason,
    plan: plan.join(" > "),
    passed: passed.length > 0 ? passed.map(passedOver).join("; ") : undefined,
    deployment,
    outcome,
    error: errorCode?.toLowerCase(),
    provenance: answer?.provenance,
    cache: answer?.routing.cache,
    routingMs: decision && millis(decision.ms),
    chatMs: millis(record.ms),
    promptTokens: record.promptTokens,
    completionTokens: record.completionTokens,
    costUsd,
  };
}

const passedOver = ({ deployment, because }: ChatOverEvent["record"]["passed"][number]) =>
  `${deployment} ${because}`;

/** To the microsecond. */
const millis = (ms: number) => Math.round(ms * 1000) / 1000;
