/** Tokens of one call of a model. */
export interface TokenUsage {
  readonly promptTokens: number;
  /** 0 for embeddings. */
  readonly completionTokens: number;
  readonly totalTokens: number;
  /** `reported` by the model, or `estimated` here because it reported none. */
  readonly source: "reported" | "estimated";
}
