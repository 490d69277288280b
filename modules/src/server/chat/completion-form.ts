import type { ChatAnswer } from "../../orchestrator/chat-part.ts";
import { finishReason, ROUTING_METADATA, wireLogprobs, wireUsage } from "./chat-completion.ts";
import type { ChunkForm } from "./chat-stream.ts";

export interface CompletionHead {
  readonly requestId: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly created: number;
  readonly task: string | undefined;
}

const OBJECT = "text_completion";
const completionId = (requestId: string) => `cmpl-${requestId}`;

/** A whole answer, in the workshop's words and in those of OpenAI's older clients. */
export function wholeCompletion(head: CompletionHead, answer: ChatAnswer): object {
  return {
    id: completionId(head.requestId),
    object: OBJECT,
    created: head.created,
    model: answer.servedModel,
    choices: [choice(answer.text, finishReason(answer))],
    usage: wireUsage(answer),
    response: answer.text,
    ...figuresOf(head, answer),
  };
}

/** What the workshop's form tells of an answer beside its text. */
function figuresOf({ requestId, task }: CompletionHead, answer: ChatAnswer) {
  const { routing, attempts } = answer;
  return {
    request_id: requestId,
    model_used: answer.model,
    tokens_used: wireUsage(answer),
    cost: answer.costUsd ?? null,
    latency_ms: Math.round(answer.timing.totalMs),
    metadata: { ...routing, task_type: task ?? null, attempts },
  };
}

const choice = (text: string, finish: string | null, logprobs: object | null = null) => ({
  index: 0,
  text,
  logprobs,
  finish_reason: finish,
});

/** The same as chunks: the last one has the figures. */
export function createCompletionForm(head: CompletionHead): ChunkForm {
  const { requestId, created } = head;
  let model = "";
  const chunk = (fields: object) =>
    JSON.stringify({ id: completionId(requestId), object: OBJECT, created, model, ...fields });
  return {
    begin({ servedModel }) {
      model = servedModel;
      return undefined;
    },
    text: ({ text, logprobs }) =>
      chunk({ choices: [choice(text, null, logprobs ? wireLogprobs(logprobs) : null)] }),
    routeEnd({ reason, deployment, error }) {
      if (reason !== "restarted" && reason !== "continued") return undefined;
      return chunk({ choices: [], "x-routing-event": { type: reason, deployment, error: error ?? null } });
    },
    finish: (answer) => [
      chunk({
        choices: [choice("", finishReason(answer))],
        usage: wireUsage(answer),
        ...figuresOf(head, answer),
        [ROUTING_METADATA]: answer.routing,
      }),
    ],
    broken: (body, answer) =>
      JSON.stringify({ ...body, ...(answer && { [ROUTING_METADATA]: answer.routing }) }),
  };
}
