/** What a breaker lets through: everything, nothing, or one call at a time that tries whether the deployment is back. */
export type BreakerState =
  | { readonly kind: "closed" }
  | {
      readonly kind: "open";
      /** Why, in a few words. */
      readonly because: string;
      /** Milliseconds until the first trial. */
      readonly retryInMs: number;
    }
  | {
      readonly kind: "half-open";
      /** Trials that went well so far, and how many close the breaker. */
      readonly successes: number;
      readonly needed: number;
      /** A trial is under way. */
      readonly trying: boolean;
    };

/** A breaker changed its state. */
export interface BreakerEvent {
  readonly type: "breaker";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly deployment: string;
  readonly from: BreakerState["kind"];
  readonly to: BreakerState;
}
