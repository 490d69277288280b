import type { TokenPrice } from "../catalog/catalog.ts";
import type { ChatMessage } from "../chat/message.ts";
import { answerCostUsd } from "./answer-cost.ts";

/** Bytes of instructions that a provider's chat form may add around each message, and around each request. */
const PER_MESSAGE = 8;
const PER_REQUEST = 16;

/**
 * More tokens than a prompt can have in any byte-level vocabulary: each token stands for one byte at least. Three to five times
 * the true count of English; count exactly where a limit is near.
 */
export function promptTokensAtMost(messages: readonly ChatMessage[]): number {
  return messages.reduce(
    (sum, { role, content }) => sum + PER_MESSAGE + role.length + Buffer.byteLength(content),
    PER_REQUEST,
  );
}

/**
 * US dollars that a call cannot exceed, to set aside before it is made; `undefined` when no price is known.
 * @param tokens Tokens of the prompt, and the bound of the answer that is sent along (`max_tokens`).
 */
export function mostItCanCost(
  model: { readonly usdPerMillion?: TokenPrice | undefined },
  tokens: { readonly promptTokens: number; readonly maxCompletionTokens: number },
): number | undefined {
  return answerCostUsd(model, {
    promptTokens: tokens.promptTokens,
    completionTokens: tokens.maxCompletionTokens,
  });
}
