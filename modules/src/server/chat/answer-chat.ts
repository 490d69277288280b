import { type PartStream, readBatches } from "../../chat/part-stream.ts";
import type { TokenChoice } from "../../chat/stream-part.ts";
import type { ChatAnswer, ChatPart } from "../../orchestrator/chat-part.ts";
import { ApiError } from "../http/api-error.ts";

/** Hears what becomes of a chat. */
export interface ChatObserver {
  part(part: ChatPart): void;
  failed(error: unknown): void;
}

export interface WholeChat {
  readonly answer: ChatAnswer;
  readonly logprobs: readonly TokenChoice[];
}

/**
 * The whole answer of a chat.
 * @throws ApiError when it broke off in the middle; what the orchestrator throws
 */
export async function wholeChat(parts: PartStream<ChatPart>, observer: ChatObserver): Promise<WholeChat> {
  const logprobs: TokenChoice[] = [];
  let broken: string | undefined;
  let answer: ChatAnswer | undefined;
  try {
    await readBatches(parts, (batch) => {
      for (const part of batch) {
        observer.part(part);
        if (part.type === "text" && part.logprobs) logprobs.push(...part.logprobs);
        else if (part.type === "route-end" && part.reason === "restarted") logprobs.length = 0;
        else if (part.type === "error") broken = part.message;
        else if (part.type === "answer") answer = part.answer;
      }
      return undefined;
    });
    if (!answer || broken !== undefined || answer.endReason === "cut") throw brokenOff(broken);
    return { answer, logprobs };
  } catch (error) {
    observer.failed(error);
    throw error;
  }
}

/** The model stopped in the middle of its answer. */
export const brokenOff = (why?: string) =>
  new ApiError(`The answer broke off before its end${why ? `: ${why}` : "."}`, {
    status: 502,
    code: "ANSWER_CUT",
    hint: "Ask again.",
    retryAfterMs: 1000,
  });
