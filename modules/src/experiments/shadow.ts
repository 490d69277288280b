/** What is known of an answer, the real one or its shadow. */
export interface ShadowAnswer {
  readonly model: string;
  readonly text: string;
  readonly latencyMs: number;
  /** Undefined when no price is known. */
  readonly costUsd: number | undefined;
}

export type ShadowOffer = "started" | "not-chosen" | "full" | "closed";

export type ShadowEvent =
  | {
      readonly type: "compared";
      readonly requestId: string;
      readonly primary: Omit<ShadowAnswer, "text">;
      readonly shadow: Omit<ShadowAnswer, "text">;
      /** How alike the two texts are, 0 to 1. */
      readonly likeness: number;
    }
  | { readonly type: "shadow-failed"; readonly requestId: string; readonly error: string };

export interface ShadowStats {
  readonly compared: number;
  readonly failed: number;
  /** Not started since as many as allowed were running. */
  readonly dropped: number;
  readonly running: number;
  /** Means over those compared; NaN before the first. */
  readonly meanLikeness: number;
  readonly meanLatencyDifferenceMs: number;
  /** Over those of which both costs are known. */
  readonly meanCostDifferenceUsd: number;
}

/** Asks a second model the same beside the real answer, for comparison; the caller never sees or waits for it. */
export interface Shadow<Request> {
  /**
   * Offers a request after its answer was given. Does not wait, never throws. Offer none that must not leave this machine
   * to a model that lies outside.
   */
  offer(requestId: string, request: Request, primary: ShadowAnswer): ShadowOffer;
  stats(): ShadowStats;
  /** Resolves when none is running. */
  idle(): Promise<void>;
  /** Aborts those that run. */
  close(): Promise<void>;
}
