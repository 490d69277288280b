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

/** Why a stream is over. `cut`: the connection broke off; `cancelled`: the caller went away. */
export type EndReason = "stop" | "length" | "filter" | "restarted" | "cut" | "cancelled";

/** A provider's stream has any number of `text`, at most one `usage`, then exactly one `end` or `error`. */
export type StreamPart =
  | { readonly type: "text"; readonly text: string; readonly logprobs?: readonly TokenChoice[] }
  | { readonly type: "usage"; readonly usage: Usage }
  | { readonly type: "end"; readonly reason: EndReason }
  | { readonly type: "error"; readonly code: string; readonly message: string; readonly retryable: boolean };
