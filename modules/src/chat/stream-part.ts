/** Tokens as the provider counted them. */
export interface Usage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface TokenLogprob {
  readonly token: string;
  /** Natural logarithm of the probability. */
  readonly logprob: number;
}

/** One generated token with the likeliest alternatives at its place, best first. */
export interface TokenChoice extends TokenLogprob {
  readonly top: readonly TokenLogprob[];
}

/** A piece of a call that the model wants made, in OpenAI's form: the first of each `index` has id and name, the rest is added to `arguments`. */
export interface ToolCallPiece {
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  /** A part of the JSON of the arguments. */
  readonly arguments: string;
}

/** Why a stream is over. `cut`: the connection broke off; `cancelled`: the caller went away. */
export type EndReason = "stop" | "length" | "filter" | "restarted" | "cut" | "cancelled";

/** A provider's stream has any number of `text`, at most one `usage`, then exactly one `end` or `error`. */
export type StreamPart =
  | {
      readonly type: "text";
      /** May be empty in a part that carries calls of tools. */
      readonly text: string;
      readonly logprobs?: readonly TokenChoice[];
      readonly toolCalls?: readonly ToolCallPiece[];
    }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "end"; readonly reason: EndReason }
  | { readonly type: "error"; readonly code: string; readonly message: string; readonly retryable: boolean };
