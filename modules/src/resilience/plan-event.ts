import type { FailureKind } from "./failure-kind.ts";
import type { PlanLevel } from "./fallback-plan.ts";
import type { BilledTokens } from "./route-part.ts";

/** Why a level of a plan was passed over. */
export type PlanSkip =
  | { readonly kind: "unhealthy" }
  | { readonly kind: "circuit-open"; readonly retryInMs: number }
  | { readonly kind: "full"; readonly retryInMs: number }
  /** Whoever admits said no: budget, rights, privacy. */
  | { readonly kind: "not-allowed"; readonly because: string }
  /** The prompt did not fit a model with as much room. */
  | { readonly kind: "too-small" }
  | { readonly kind: "enough-tried" };

/** A level was passed over. */
export interface SkippedEvent {
  readonly type: "skipped";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly deployment: string;
  readonly level: number;
  readonly skip: PlanSkip;
}

/** One call of one deployment is over. */
export interface AttemptEvent {
  readonly type: "attempt";
  /** When it began, in milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly deployment: string;
  /** Place in the plan, from 0. */
  readonly level: number;
  /** Which try of this deployment it was, from 1. */
  readonly attempt: number;
  readonly ms: number;
  /** `cancelled`: given up from our side, as the caller left, the time was over, or another was first. */
  readonly outcome: "answered" | "failed" | "cancelled";
  readonly failure?: FailureKind;
  /** HTTP status of a failure, when there was one. */
  readonly status?: number;
  /** Why it failed, in one line. */
  readonly error?: string;
  /**
   * What it has probably cost for nothing: the prompt, when the deployment was at work and no word of it was used, as it was
   * too slow, empty, or another was first. Always estimated. What a deployment that did begin has cost stands in its `route-end`.
   */
  readonly wasted?: BilledTokens;
}

export type PlanEvent = SkippedEvent | AttemptEvent;

/** A level with its place in the plan. */
export interface PlacedLevel extends PlanLevel {
  readonly place: number;
}
