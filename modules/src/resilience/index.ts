export { type BeginOptions, type BegunReply, beginReply, type StreamReply } from "./begin-reply.ts";
export type { OpenHow } from "./begin-route.ts";
export { addTokens, NO_TOKENS, type TokenCounts } from "./billed-tokens.ts";
export { type Breaker, type BreakerOptions, type BreakerPermit, createBreaker } from "./breaker.ts";
export { type BreakerSet, createBreakerSet } from "./breaker-set.ts";
export type { BreakerEvent, BreakerState } from "./breaker-state.ts";
export { type BreakerSpan, breakerTimeline, type TimelineOptions } from "./breaker-timeline.ts";
export {
  type AcquireOptions,
  type Bulkhead,
  type BulkheadEvent,
  type BulkheadOptions,
  type BulkheadState,
  createBulkhead,
  type Slot,
} from "./bulkhead.ts";
export { type ContinueForm, continueRequest } from "./continue-request.ts";
export {
  createResilience,
  type PlanCall,
  type Resilience,
  type ResilienceEvent,
  type ResilienceOptions,
  type ResilienceState,
} from "./create-resilience.ts";
export { createDeadline, type Deadline } from "./deadline.ts";
export { FAILURE_RULES, type FailureKind, type FailureRule, failureKind } from "./failure-kind.ts";
export {
  createFallbackPlan,
  type FallbackPlan,
  MID_STREAM_POLICIES,
  type MidStreamPolicy,
  type PlanLevel,
  type PlanOptions,
} from "./fallback-plan.ts";
export { type HedgeEvent, type HedgeOptions, type HedgeStart, hedgeFirst } from "./hedge-first.ts";
export { OverloadError, type OverloadErrorOptions } from "./overload-error.ts";
export type { AttemptEvent, PlacedLevel, PlanEvent, PlanSkip, SkippedEvent } from "./plan-event.ts";
export {
  createPriorityQueue,
  type Offer,
  PRIORITIES,
  type Priority,
  type PriorityQueue,
  type PriorityQueueOptions,
} from "./priority-queue.ts";
export {
  createRetry,
  type GiveUpReason,
  type Retry,
  type RetryCall,
  type RetryDecision,
  type RetryEvent,
  type RetryOptions,
} from "./retry.ts";
export { createRetryBudget, type RetryBudget, type RetryBudgetOptions } from "./retry-budget.ts";
export type { BilledTokens, PlanPart, RouteBegin, RouteEnd, RouteEndReason } from "./route-part.ts";
export { isTransientNetworkCode, isTransientStatus } from "./transient.ts";
export { createOverlapTrim, type OverlapTrim } from "./trim-overlap.ts";
export type { TripRule } from "./trip-rule.ts";
