import type { ChatMessage } from "./message.ts";

/** What is asked of a provider. `model` is the provider's own name for it: a deployment, an id or an alias. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Upper bound of answer tokens. */
  readonly maxTokens?: number;
  /** 0 (always the likeliest token) to 2. */
  readonly temperature?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Ask for the log-probabilities of this many likeliest tokens at each place, 0 to 20. */
  readonly topLogprobs?: number;
}
