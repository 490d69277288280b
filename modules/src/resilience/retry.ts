import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import { refuseWrong, wrongCounts, wrongTimes } from "./check-figures.ts";
import type { Deadline } from "./deadline.ts";
import { askedToWaitMs, FAILURE_RULES, type FailureKind, failureKind } from "./failure-kind.ts";
import type { RetryBudget } from "./retry-budget.ts";

export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Calls in all, the first included; default 2. */
  readonly maxAttempts?: number;
  /** Milliseconds before the second call; default 200. */
  readonly firstWaitMs?: number;
  /** Each wait is so many times the one before; default 1.5. */
  readonly factor?: number;
  /** Longest wait in milliseconds. One asked to wait longer gives up, so that somebody else can be asked; default 2000. */
  readonly maxWaitMs?: number;
  /** Shared by all who retry; without it nothing bounds the sum of retries. */
  readonly budget?: RetryBudget | undefined;
  readonly onEvent?: ((event: RetryEvent) => void) | undefined;
}

export type GiveUpReason =
  | "not-retryable"
  | "attempts-used"
  | "asked-to-wait-too-long"
  | "deadline"
  | "budget-used"
  | "retried-below";

/** Calls of one deployment, where nobody says. */
export const MAX_ATTEMPTS = 2;

/** What follows from a failed attempt. */
export type RetryDecision =
  | { readonly kind: "retry"; readonly waitMs: number }
  | { readonly kind: "give-up"; readonly because: GiveUpReason };

export type RetryEvent = {
  readonly type: "retry";
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  /** Whom the calls went to. */
  readonly name: string;
  /** The attempt that failed, from 1. */
  readonly attempt: number;
  readonly failure: FailureKind;
  readonly decision: RetryDecision;
};

export interface RetryCall {
  /** Whom the calls go to, for events. */
  readonly name: string;
  /** Ends the wait between two attempts. */
  readonly signal?: AbortSignal | undefined;
  /** No wait is begun that would outlast it. */
  readonly deadline?: Pick<Deadline, "remainingMs"> | undefined;
  /** Instead of the options' own. */
  readonly maxAttempts?: number | undefined;
}

export interface Retry {
  /**
   * Does the work until it succeeds or it is not worth another try.
   * @throws what the last attempt threw; the signal's reason when it is aborted during a wait.
   */
  run<T>(work: (attempt: number) => Promise<T>, call: RetryCall): Promise<T>;
}

/** Errors that a retry has given up on. One that meets them again from below leaves them: only one layer retries. */
const givenUp = new WeakSet<object>();

/**
 * Asks again after a growing wait with jitter, at least as long as the provider asks for.
 * @throws SettingsError when a figure cannot be.
 */
export function createRetry(options: RetryOptions): Retry {
  const { clock, budget, onEvent, maxAttempts, firstWaitMs, factor, maxWaitMs } = options;
  refuseWrong("Retry", [
    ...wrongCounts({ maxAttempts }),
    ...wrongTimes({ firstWaitMs, maxWaitMs }),
    ...(factor === undefined || (Number.isFinite(factor) && factor >= 1)
      ? []
      : [`factor must be 1 or more, not ${factor}.`]),
  ]);
  return {
    async run(work, call) {
      budget?.noteCall();
      for (let attempt = 1; ; attempt++) {
        try {
          return await work(attempt);
        } catch (error) {
          // A caller may leave with any reason; that is no failure of whoever was asked.
          const left = call.signal?.aborted === true && error === call.signal.reason;
          const failure = left ? "cancelled" : failureKind(error);
          const decision = decide(error, failure, { attempt, call, options });
          onEvent?.({ type: "retry", at: clock.now(), name: call.name, attempt, failure, decision });
          if (decision.kind === "give-up") throw remembered(error);
          await clock.sleep(decision.waitMs, call.signal);
          call.signal?.throwIfAborted();
        }
      }
    },
  };
}

interface Situation {
  readonly attempt: number;
  readonly call: RetryCall;
  readonly options: RetryOptions;
}

function decide(error: unknown, failure: FailureKind, { attempt, call, options }: Situation): RetryDecision {
  const { maxAttempts = options.maxAttempts ?? MAX_ATTEMPTS } = call;
  if (call.signal?.aborted || !FAILURE_RULES[failure].retry) return giveUp("not-retryable");
  if (isObject(error) && givenUp.has(error)) return giveUp("retried-below");
  if (attempt >= maxAttempts) return giveUp("attempts-used");
  const askedMs = askedToWaitMs(error) ?? 0;
  if (askedMs > (options.maxWaitMs ?? 2000)) return giveUp("asked-to-wait-too-long");
  const waitMs = retryWaitMs(attempt, askedMs, options);
  if (call.deadline && waitMs >= call.deadline.remainingMs()) return giveUp("deadline");
  if (options.budget && !options.budget.take()) return giveUp("budget-used");
  return { kind: "retry", waitMs };
}

/**
 * Between half of the grown wait and all of it, so that callers who failed together do not come back together; never
 * less than asked for.
 */
function retryWaitMs(attempt: number, askedMs: number, options: RetryOptions): number {
  const { random, firstWaitMs = 200, factor = 1.5, maxWaitMs = 2000 } = options;
  const grownMs = Math.min(maxWaitMs, firstWaitMs * factor ** (attempt - 1));
  const spread = grownMs * (0.5 + random() / 2);
  return askedMs > 0 ? askedMs + spread / 2 : spread;
}

const giveUp = (because: GiveUpReason): RetryDecision => ({ kind: "give-up", because });

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function remembered(error: unknown): unknown {
  if (isObject(error)) givenUp.add(error);
  return error;
}
