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

/** Chats that wait for their HTTP status, and requests whose caller left before their chat was over. */
const MOST_WAITING = 1000;

/** As the server notes a caller who left. */
const LEFT = 499;

/**
 * Holds no text of questions and answers. A line is told when the server is done with its request; where the caller has left, what
 * became of the chat follows in a second one.
 */
export function createRequestLog(logger: Logger): RequestLog {
  const waiting = new Map<string, LogFields>();
  const left = new Set<string>();
  const tell = (requestId: string, fields: LogFields) => logger.debug("request", { requestId, ...fields });
  return {
    chat(event) {
      const { requestId } = event.record;
      if (left.delete(requestId)) return tell(requestId, fieldsOf(event));
      waiting.set(requestId, fieldsOf(event));
      const [oldest] = waiting.size > MOST_WAITING ? waiting : [];
      if (!oldest) return;
      waiting.delete(oldest[0]);
      tell(...oldest);
    },
    served({ requestId, method, route, status, seconds }) {
      const chat = waiting.get(requestId);
      waiting.delete(requestId);
      tell(requestId, { method, path: route, status, ms: millis(seconds * 1000), ...chat });
      if (status !== LEFT || chat) return;
      left.add(requestId);
      const [oldest] = left.size > MOST_WAITING ? left : [];
      if (oldest !== undefined) left.delete(oldest);
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
