import type { ChatMessage } from "./message.ts";

/** JSON that an answer has to be: OpenAI's `response_format` of type `json_schema`, strict. */
export interface AnswerSchema {
  /** Letters, digits, dashes and underscores. */
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What is asked of a provider. `model` is the provider's own name for it: a deployment, an id or an alias. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Upper bound of answer tokens. */
  readonly maxTokens?: number;
  /** 0 (always the likeliest token) to 2. */
  readonly temperature?: number;
  /** 0 to 1. */
  readonly topP?: number;
  /** -2 to 2. */
  readonly presencePenalty?: number;
  /** -2 to 2. */
  readonly frequencyPenalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Ask for the log-probabilities of this many likeliest tokens at each place, 0 to 20. */
  readonly topLogprobs?: number;
  /** A model that cannot keep to it refuses. */
  readonly answerSchema?: AnswerSchema;
  /** Further fields in OpenAI's form (`tools`, `tool_choice`, `response_format`); a provider of another form sends those it knows. */
  readonly fields?: Readonly<Record<string, unknown>>;
}
