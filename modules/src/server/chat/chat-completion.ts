import type { TokenChoice } from "../../chat/stream-part.ts";
import type { ChatAnswer } from "../../orchestrator/chat-part.ts";

/** The field and the header that tell how a request was routed. */
export const ROUTING_METADATA = "x-routing-metadata";

/** A whole answer as OpenAI's clients read it. */
export function chatCompletion(
  answer: ChatAnswer,
  createdAt: number,
  logprobs: readonly TokenChoice[],
): object {
  const { text, toolCalls } = answer;
  const calls = toolCalls?.map(({ id, name, arguments: given }) => ({
    id,
    type: "function",
    function: { name, arguments: given },
  }));
  return {
    id: completionId(answer.requestId),
    object: "chat.completion",
    created: createdAt,
    model: answer.servedModel,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: calls && text === "" ? null : text,
          ...(calls && { tool_calls: calls }),
          refusal: null,
        },
        logprobs: logprobs.length > 0 ? wireLogprobs(logprobs) : null,
        finish_reason: finishReason(answer),
      },
    ],
    usage: wireUsage(answer),
    [ROUTING_METADATA]: answer.routing,
  };
}

export const completionId = (requestId: string) => `chatcmpl-${requestId}`;

/** OpenAI's word for how an answer ended. */
export function finishReason({ endReason, toolCalls }: Pick<ChatAnswer, "endReason" | "toolCalls">): string {
  if (endReason === "length") return "length";
  if (endReason === "filter") return "content_filter";
  return toolCalls ? "tool_calls" : "stop";
}

export function wireUsage({ usage: { promptTokens, completionTokens } }: Pick<ChatAnswer, "usage">) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

export const wireLogprobs = (choices: readonly TokenChoice[]) => ({
  content: choices.map(({ token, logprob, top }) => ({
    token,
    logprob,
    bytes: [...Buffer.from(token)],
    top_logprobs: top.map((other) => ({ ...other, bytes: [...Buffer.from(other.token)] })),
  })),
  refusal: null,
});
