import { type Clock, explainError, isLabError } from "../core/index.ts";
import { type BegunReply, beginReply, type StreamReply } from "./begin-reply.ts";
import { type BreakerPermit, circuitOpen } from "./breaker.ts";
import type { BreakerSet } from "./breaker-set.ts";
import type { Bulkhead, Slot } from "./bulkhead.ts";
import type { Deadline } from "./deadline.ts";
import { failureKind } from "./failure-kind.ts";
import type { AttemptEvent, PlacedLevel } from "./plan-event.ts";
import type { Retry } from "./retry.ts";

/** What one deployment is asked with. */
export interface AskTools {
  readonly clock: Clock;
  readonly retry: Retry;
  readonly breakers: BreakerSet;
  /** Milliseconds until the first word, where the level does not say. */
  readonly firstTokenMs: number;
  /** Milliseconds between two parts of a stream. */
  readonly idleMs: number;
  readonly onAttempt: (event: AttemptEvent) => void;
}

export interface AskLevel<Reply> {
  readonly level: PlacedLevel;
  /** The place it takes up until it is over. */
  readonly slot: Slot | undefined;
  readonly open: (signal: AbortSignal) => Promise<Reply>;
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
}

/** A deployment that answers. `settle` is called once, with what broke it or undefined. */
export interface OpenRoute<Reply> extends BegunReply<Reply> {
  readonly level: PlacedLevel;
  settle(outcome: RouteOutcome): void;
}

export type RouteOutcome =
  | { readonly kind: "answered" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly error: unknown };

/**
 * Asks one deployment until it says its first word, again where that is worth it: the only place where a call is repeated.
 * @throws what the last attempt threw.
 */
export async function askLevel<Reply extends StreamReply>(
  ask: AskLevel<Reply>,
  tools: AskTools,
): Promise<OpenRoute<Reply>> {
  const { level, signal, deadline, slot } = ask;
  const { deployment: name, maxAttempts } = level;
  try {
    return await tools.retry.run((attempt) => tryOnce(ask, attempt, tools), {
      name,
      signal,
      deadline,
      maxAttempts,
    });
  } catch (error) {
    slot?.release();
    throw error;
  }
}

async function tryOnce<Reply extends StreamReply>(
  { level, slot, open, signal }: AskLevel<Reply>,
  attempt: number,
  tools: AskTools,
): Promise<OpenRoute<Reply>> {
  const { clock, idleMs } = tools;
  const { deployment, firstTokenMs = tools.firstTokenMs } = level;
  const breaker = tools.breakers.of(deployment);
  const permit = breaker.enter();
  if (!permit) throw circuitOpen(deployment, breaker.state());
  const note = noteAttempt(level, attempt, tools);
  const settle = (outcome: RouteOutcome) => {
    settlePermit(permit, outcome);
    note(outcome);
  };
  try {
    const begun = await beginReply(open, { clock, deployment, firstTokenMs, idleMs, signal });
    return {
      ...begun,
      level,
      settle(outcome) {
        settle(outcome);
        slot?.release();
      },
    };
  } catch (error) {
    settle(failureKind(error) === "cancelled" ? { kind: "cancelled" } : { kind: "failed", error });
    throw error;
  }
}

function settlePermit(permit: BreakerPermit, outcome: RouteOutcome): void {
  if (outcome.kind === "answered") permit.succeed();
  else if (outcome.kind === "failed") permit.fail(outcome.error);
  else permit.forget();
}

/** Tells how an attempt went, once. */
function noteAttempt({ deployment, place }: PlacedLevel, attempt: number, { clock, onAttempt }: AskTools) {
  const at = clock.now();
  const from = clock.elapsed();
  let told = false;
  return (outcome: RouteOutcome) => {
    if (told) return;
    told = true;
    const ms = clock.elapsed() - from;
    const event = {
      type: "attempt",
      at,
      deployment,
      level: place,
      attempt,
      ms,
      outcome: outcome.kind,
    } as const;
    onAttempt(outcome.kind === "failed" ? { ...event, ...describe(outcome.error) } : event);
  };
}

function describe(error: unknown): Pick<AttemptEvent, "failure" | "status" | "error"> {
  const status = isLabError(error) && "status" in error ? error.status : undefined;
  return {
    failure: failureKind(error),
    error: isLabError(error) ? error.message : explainError(error),
    ...(typeof status === "number" && { status }),
  };
}

export type BulkheadOf = (deployment: string) => Bulkhead | undefined;
