import type { EndReason, TokenChoice, Usage } from "../../chat/stream-part.ts";

/** What all chunks of one answer share. */
export interface AnswerHead {
  /** As the caller named it. */
  readonly model: string;
  /** `chat.id.1` */
  readonly id: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAtMs: number;
}

export interface AnswerPiece {
  readonly text: string;
  readonly logprobs: readonly TokenChoice[];
  /** Only at the end: a chunk before has no such key at all. */
  readonly reason?: EndReason;
}

/** One chunk or whole answer of the real service: `message` beside `delta`, usage in each. */
export function answerChunk(
  head: AnswerHead,
  piece: AnswerPiece | undefined,
  usage: Usage,
  streamed: boolean,
): object {
  return {
    model: head.model,
    choices: piece ? [choiceOf(piece)] : [],
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
    },
    created: Math.floor(head.createdAtMs / 1000),
    CreatedAt: isoWithOffset(head.createdAtMs),
    id: head.id,
    IsDelta: streamed,
    Successful: true,
    HttpStatusCode: 0,
    object: streamed ? "chat.completion.chunk" : "chat.completion",
  };
}

/** The service writes `2026-11-21T03:00:00+00:00`. */
export const isoWithOffset = (ms: number): string =>
  new Date(ms).toISOString().replace(/\.\d{3}Z$/, "+00:00");

function choiceOf({ text, logprobs, reason }: AnswerPiece): object {
  const message = { role: "assistant", content: text, tool_calls: [] };
  return {
    delta: message,
    message,
    index: 0,
    ...(logprobs.length > 0 && { logprobs: { content: logprobs.map(wireChoice) } }),
    ...(reason && { finish_reason: FINISH[reason] ?? "stop" }),
  };
}

const FINISH: Partial<Record<EndReason, string>> = { length: "length", filter: "content_filter" };

const wireChoice = ({ token, logprob, top }: TokenChoice) => ({
  ...wireLogprob(token, logprob),
  top_logprobs: top.map((other) => wireLogprob(other.token, other.logprob)),
});

const wireLogprob = (token: string, logprob: number) => ({
  token,
  logprob,
  bytes: [...Buffer.from(token, "utf8")],
});
