import type { ChatMessage } from "../../chat/message.ts";
import type { ChatRequest } from "../../chat/request.ts";
import type { StreamPart } from "../../chat/stream-part.ts";
import { ProviderError } from "../../core/errors.ts";
import type { SimulatedModel } from "../models/simulated-model.ts";
import type { ChatSource } from "./foundry-local-model.ts";

/**
 * Lets written answers stand in for a local model whose file is missing.
 * @param contextTokens Prompts longer than this are refused, as the model itself would refuse them.
 */
export function createSimulatedSource(model: SimulatedModel, contextTokens: number): ChatSource {
  const read = (messages: readonly ChatMessage[]) =>
    messages.map(({ role, content }) => ({ role, text: content }));
  return {
    async *chat(request: ChatRequest, signal?: AbortSignal): AsyncGenerator<StreamPart, void> {
      if (request.topLogprobs !== undefined) throw noLogprobs();
      const messages = read(request.messages);
      const promptTokens = model.countPrompt(messages);
      if (promptTokens > contextTokens) throw tooLong(promptTokens, contextTokens);
      const { maxTokens, stop } = request;
      const answer = await model.answer(messages, { maxTokens, ...(stop && { stop }) });
      for (const text of answer.pieces) {
        if (signal?.aborted) return yield { type: "end", reason: "cancelled" };
        yield { type: "text", text };
      }
      yield { type: "usage", usage: { promptTokens, completionTokens: answer.completionTokens } };
      yield { type: "end", reason: answer.finishReason };
    },
    countPromptTokens: (messages) => model.countPrompt(read(messages)),
    async close() {},
  };
}

const noLogprobs = () =>
  new ProviderError("Written answers have no log-probabilities.", {
    code: "UNSUPPORTED_PARAMETER",
    status: 400,
    retryable: false,
    hint: "Get the local model with: npm run models -- --get smollm2-135m-instruct",
  });

const tooLong = (promptTokens: number, contextTokens: number) =>
  new ProviderError(
    `The prompt has ${promptTokens} tokens; the local model takes at most ${contextTokens}.`,
    {
      code: "CONTEXT_LENGTH_EXCEEDED",
      status: 400,
      retryable: false,
      hint: "Send a shorter prompt, or ask a cloud model.",
    },
  );
