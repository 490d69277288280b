import type { Scope } from "./scope.ts";

/** Bounds on what one caller may ask; absent = none. */
export interface CallerLimits {
  readonly requestsPerMinute?: number | undefined;
  /** Of prompts and answers together, counted when an answer is done. */
  readonly tokensPerMinute?: number | undefined;
  /** Requests under way at once. */
  readonly concurrent?: number | undefined;
}

/** Who asks, as far as it is proven. Never holds the key. */
export interface Caller {
  readonly tenant: string;
  readonly client: string;
  readonly project?: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly limits: CallerLimits;
}
