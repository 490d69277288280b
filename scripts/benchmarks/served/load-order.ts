/** What the loading process is to do. */
export interface LoadOrder {
  readonly url: string;
  readonly key: string;
  /** Chat requests as JSON, sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Ends after so many; or after so many milliseconds. */
  readonly requests?: number;
  readonly forMs?: number;
  /** Sent at this rate, whether answers come or not; absent = each connection asks again when it is answered. */
  readonly perSecond?: number;
}

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What came of it. */
export interface LoadResult {
  readonly answered: number;
  readonly errors: number;
  readonly firstError?: string;
  readonly seconds: number;
  /** From the request to the last byte of the answer. */
  readonly ms: Spread;
  /** To the first byte of its body. */
  readonly firstByteMs: Spread;
  /** To the first event that has text. */
  readonly firstTextMs: Spread;
}
