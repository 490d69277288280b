/** One answered or failed request, without its text. */
export interface PatternRecord {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly tenant: string;
  /** Kind of work or intent, as the router found it; `unknown` when it found none. */
  readonly task: string;
  readonly model: string;
  readonly tier: string;
  /** `refused`: by a limit, or because it was asked wrongly. */
  readonly outcome: "answered" | "failed" | "refused" | "cancelled" | "cached";
  readonly fallbackUsed: boolean;
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly latencyMs: number;
  readonly costUsd: number;
  /** Distance of the router's score from its threshold. */
  readonly margin?: number;
  /** `fingerprintOf(text)`: alike for prompts that are the same but for case and white space. */
  readonly fingerprint?: string;
}

export interface PatternRow {
  readonly key: string;
  readonly requests: number;
  readonly share: number;
  readonly failedShare: number;
  readonly fallbackShare: number;
  readonly meanPromptTokens: number;
  readonly meanAnswerTokens: number;
  readonly meanLatencyMs: number;
  readonly costUsd: number;
}

export interface PatternSummary {
  /** Milliseconds since 1970-01-01 UTC of the oldest and the newest hour that counts. */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  readonly byTask: readonly PatternRow[];
  readonly byModel: readonly PatternRow[];
  readonly byTaskAndModel: readonly PatternRow[];
  /** Requests in each hour of the day, UTC, 24 numbers. */
  readonly byHourOfDay: readonly number[];
  /** Share of requests whose prompt had been asked before by the same tenant. */
  readonly repeatedShare: number;
  /** What the repeated ones cost. */
  readonly repeatedCostUsd: number;
  /** Share of routed requests whose score lay within 0.05 of the threshold. */
  readonly closeShare: number;
}

/** Something the requests seen so far speak for. */
export interface PatternHint {
  readonly kind: "cache" | "fallback" | "failures" | "threshold" | "cheaper-model" | "long-prompts";
  /** Task or model it is about; `all` for every request. */
  readonly about: string;
  /** One sentence with the figures it rests on. */
  readonly says: string;
  /** Requests it rests on. */
  readonly requests: number;
}

/** Keeps what requests are like, in bounded room and without any text, so that routes, caches and thresholds can be tuned by it. */
export interface RequestPatterns {
  note(record: PatternRecord): void;
  /** @param tenant only its requests. */
  summary(options?: { readonly sinceMs?: number; readonly tenant?: string }): PatternSummary;
  /** Hints that rest on at least 100 requests each. */
  hints(options?: { readonly tenant?: string }): readonly PatternHint[];
  /** Writes what is not written yet. */
  close(): void;
}
