import { onePart, type TakeParts } from "../chat/part-stream.ts";
import { pullParts } from "../chat/pull-parts.ts";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { BulkheadOf } from "./ask-level.ts";
import type { StreamReply } from "./begin-reply.ts";
import type { OpenHow } from "./begin-route.ts";
import type { TokenCounts } from "./billed-tokens.ts";
import type { BreakerOptions } from "./breaker.ts";
import { type BreakerSet, createBreakerSet } from "./breaker-set.ts";
import type { BreakerEvent, BreakerState } from "./breaker-state.ts";
import {
  type AcquireOptions,
  type Bulkhead,
  type BulkheadEvent,
  type BulkheadOptions,
  type BulkheadState,
  createBulkhead,
  type Slot,
} from "./bulkhead.ts";
import type { Deadline } from "./deadline.ts";
import type { FallbackPlan } from "./fallback-plan.ts";
import type { HedgeEvent } from "./hedge-first.ts";
import type { PlacedLevel, PlanEvent } from "./plan-event.ts";
import { createRetry, type RetryEvent, type RetryOptions } from "./retry.ts";
import { createRetryBudget, type RetryBudget } from "./retry-budget.ts";
import type { PlanPart } from "./route-part.ts";
import { runPlan } from "./run-plan.ts";

/** Everything that the policies tell, each with the time at which it happened. */
export type ResilienceEvent = RetryEvent | BreakerEvent | BulkheadEvent | HedgeEvent | PlanEvent;

export interface ResilienceOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds until the first word, where a level does not say; default 5000. */
  readonly firstTokenMs?: number;
  /** Milliseconds without a part after which a stream counts as stuck; default 5000. */
  readonly idleMs?: number;
  readonly retry?: Omit<RetryOptions, "clock" | "random" | "budget" | "onEvent">;
  /** Shared by all deployments; default 10 % of the calls, 10 saved up. */
  readonly retryBudget?: RetryBudget;
  readonly breaker?: Omit<BreakerOptions, "clock" | "onEvent">;
  /** Most calls at one time of a deployment; undefined: as many as come. */
  readonly callsAtOnce?: (deployment: string) => number | undefined;
  /** What all requests together share; without it everything is admitted at once. */
  readonly admission?: Omit<BulkheadOptions, "name" | "clock" | "onEvent">;
  /** What the health checks say; default: all are well. */
  readonly isHealthy?: (deployment: string) => boolean;
  readonly onEvent?: ((event: ResilienceEvent) => void) | undefined;
}

/** One request to be answered by a plan. */
export interface PlanCall<Reply> extends TokenCounts {
  readonly deadline: Deadline;
  /** Asks a deployment, to go on from `soFar` when that is not empty (continueRequest() makes that request). */
  open(level: PlacedLevel, how: OpenHow): Promise<Reply>;
  /** Why a level may not be asked now (budget, rights), or undefined. Asked anew at every hop. */
  allow?(level: PlacedLevel): string | undefined;
  /** Events of this request only; the others go to the house's listener. */
  readonly onEvent?: ((event: PlanEvent | HedgeEvent) => void) | undefined;
}

/** What stands between requests and deployments. One for the whole process: its state is what it has learnt of them. */
export interface Resilience {
  readonly breakers: BreakerSet;
  /** A place among all requests. @throws OverloadError when there is none. */
  admit(options?: AcquireOptions): Promise<Slot>;
  /** Answers by a plan; see runPlan(). */
  run<Reply extends StreamReply>(
    plan: FallbackPlan,
    call: PlanCall<Reply>,
  ): AsyncGenerator<PlanPart<Reply>, void>;
  /** The same, handed on to `take` as they come, all that have come at once together. */
  tell<Reply extends StreamReply>(
    plan: FallbackPlan,
    call: PlanCall<Reply>,
    take: TakeParts<PlanPart<Reply>>,
  ): Promise<void>;
  /** What it has learnt of each deployment, and how full it is. */
  state(): ResilienceState;
}

export interface ResilienceState {
  readonly breakers: Readonly<Record<string, BreakerState>>;
  readonly bulkheads: Readonly<Record<string, BulkheadState>>;
  /** Undefined where nothing bounds admission. */
  readonly admission: BulkheadState | undefined;
  /** Retries that could be made now. */
  readonly retriesLeft: number;
}

export function createResilience(options: ResilienceOptions): Resilience {
  const { clock, random, firstTokenMs = 5000, idleMs = 5000, onEvent, isHealthy = () => true } = options;
  const { retryBudget: budget = createRetryBudget() } = options;
  const breakers = createBreakerSet({ ...options.breaker, clock, onEvent });
  const bulkheads = createBulkheadSet(options);
  const retry = createRetry({ ...options.retry, clock, random, budget, onEvent });
  const admission =
    options.admission && createBulkhead({ ...options.admission, name: "The router", clock, onEvent });
  const tools = { clock, retry, breakers, firstTokenMs, idleMs, isHealthy, bulkheadOf: bulkheads.of };
  const tell: Resilience["tell"] = (plan, call, take) => {
    const note = (event: PlanEvent | HedgeEvent) => {
      call.onEvent?.(event);
      onEvent?.(event);
    };
    const request = {
      ...tools,
      plan,
      deadline: call.deadline,
      open: (level: PlacedLevel, how: OpenHow) => call.open(level, how),
      allow: (level: PlacedLevel) => call.allow?.(level),
      promptTokens: call.promptTokens,
      countTokens: call.countTokens,
      onAttempt: note,
      onSkip: note,
      onHedge: note,
    };
    return runPlan(request, take);
  };
  return {
    breakers,
    admit: async (acquire) => admission?.acquire(acquire) ?? OPEN_SLOT,
    tell,
    run: <Reply extends StreamReply>(plan: FallbackPlan, call: PlanCall<Reply>) =>
      onePart(pullParts<PlanPart<Reply>>((take) => tell(plan, call, take))),
    state: () => ({
      breakers: breakers.states(),
      bulkheads: bulkheads.states(),
      admission: admission?.state(),
      retriesLeft: budget.left(),
    }),
  };
}

const OPEN_SLOT: Slot = { release: () => {} };

interface BulkheadSet {
  readonly of: BulkheadOf;
  states(): Readonly<Record<string, BulkheadState>>;
}

function createBulkheadSet({ clock, callsAtOnce, onEvent }: ResilienceOptions): BulkheadSet {
  const bulkheads = new Map<string, Bulkhead>();
  return {
    of(deployment) {
      const known = bulkheads.get(deployment);
      const limit = known ? undefined : callsAtOnce?.(deployment);
      if (known || limit === undefined) return known;
      const bulkhead = createBulkhead({ name: deployment, clock, limit, onEvent });
      bulkheads.set(deployment, bulkhead);
      return bulkhead;
    },
    states: () => Object.fromEntries([...bulkheads].map(([name, bulkhead]) => [name, bulkhead.state()])),
  };
}
