import type { StreamPart } from "../../chat/stream-part.ts";
import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import type { ErrorBody } from "../http/error-response.ts";
import { completionId, finishReason, ROUTING_METADATA, wireLogprobs, wireUsage } from "./chat-completion.ts";

type TextPart = Extract<StreamPart, { type: "text" }>;
type RouteEndPart = Extract<ChatPart, { type: "route-end" }>;

/** Writes the chunks of one streamed answer, as the data of server-sent events. */
export interface ChunkForm {
  /** A deployment begins, or the cache does. */
  begin(part: Pick<ChatAnswer, "servedModel">): string | undefined;
  text(part: TextPart): string;
  /** A deployment ended before its answer did: what was said is void, or another goes on. */
  routeEnd(part: RouteEndPart): string | undefined;
  /** The last chunk with a choice, then the usage when it was asked for. */
  finish(answer: ChatAnswer): readonly string[];
  /** In place of an end: what was said is all there is. */
  broken(body: ErrorBody, answer?: ChatAnswer): string;
}

export interface ChunkFormOptions {
  readonly requestId: string;
  /** Seconds since 1970-01-01 UTC. */
  readonly created: number;
  readonly includeUsage: boolean;
}

export function createChunkForm({ requestId, created, includeUsage }: ChunkFormOptions): ChunkForm {
  const id = completionId(requestId);
  let model = "";
  // Written once: only the text differs from chunk to chunk.
  let head = "";
  const tail = includeUsage
    ? `},"logprobs":null,"finish_reason":null}],"usage":null}`
    : `},"logprobs":null,"finish_reason":null}]}`;
  const chunk = (fields: object) =>
    JSON.stringify({ id, object: "chat.completion.chunk", created, model, ...fields });
  const choice = (delta: object, finish: string | null, logprobs: object | null = null) => ({
    choices: [{ index: 0, delta, logprobs, finish_reason: finish }],
    ...(includeUsage && { usage: null }),
  });
  return {
    begin(part) {
      const isFirst = model === "";
      model = part.servedModel;
      head = `{"id":${JSON.stringify(id)},"object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(model)},"choices":[{"index":0,"delta":{"content":`;
      return isFirst ? chunk(choice({ role: "assistant", content: "", refusal: null }, null)) : undefined;
    },
    text({ text, logprobs, toolCalls }) {
      if (logprobs === undefined && toolCalls === undefined) return `${head}${JSON.stringify(text)}${tail}`;
      const delta = {
        ...((text !== "" || !toolCalls) && { content: text }),
        ...(toolCalls && { tool_calls: toolCalls.map(wireCall) }),
      };
      return chunk(choice(delta, null, logprobs ? wireLogprobs(logprobs) : null));
    },
    routeEnd({ reason, deployment, error }) {
      if (reason !== "restarted" && reason !== "continued") return undefined;
      return chunk({ choices: [], "x-routing-event": { type: reason, deployment, error: error ?? null } });
    },
    finish(answer) {
      const last = chunk({ ...choice({}, finishReason(answer)), [ROUTING_METADATA]: answer.routing });
      return includeUsage ? [last, chunk({ choices: [], usage: wireUsage(answer) })] : [last];
    },
    broken: (body, answer) =>
      JSON.stringify({ ...body, ...(answer && { [ROUTING_METADATA]: answer.routing }) }),
  };
}

const wireCall = ({ index, id, name, arguments: given }: NonNullable<TextPart["toolCalls"]>[number]) => ({
  index,
  ...(id !== undefined && { id, type: "function" }),
  function: { ...(name !== undefined && { name }), arguments: given },
});
