import { type Clock, explainError, isLabError } from "../core/index.ts";
import { type BegunReply, beginReply, type StreamReply } from "./begin-reply.ts";
import { type BreakerPermit, circuitOpen } from "./breaker.ts";
import type { BreakerSet } from "./breaker-set.ts";
import type { Bulkhead, Slot } from "./bulkhead.ts";
import type { Deadline } from "./deadline.ts";
import { failureKind, hasWorked } from "./failure-kind.ts";
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
  /** Tokens that are sent. */
  readonly sentTokens: () => number;
  readonly signal: AbortSignal;
  readonly deadline: Deadline;
}

/** A deployment that answers. `settle` is called once, with what broke it or undefined. */
export interface OpenRoute<Reply> {
  readonly level: PlacedLevel;
  readonly begun: BegunReply<Reply>;
  settle(outcome: RouteOutcome): void;
}

/** `unused`: the deployment was at work, and nothing of it became part of an answer. */
export type RouteOutcome =
  | { readonly kind: "answered" }
  | { readonly kind: "cancelled"; readonly unused?: boolean }
  | { readonly kind: "failed"; readonly error: unknown; readonly unused?: boolean };

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
  ask: AskLevel<Reply>,
  attempt: number,
  tools: AskTools,
): Promise<OpenRoute<Reply>> {
  const { level, slot, open, signal } = ask;
  signal.throwIfAborted();
  const { clock, idleMs } = tools;
  const { deployment, firstTokenMs = tools.firstTokenMs } = level;
  const breaker = tools.breakers.of(deployment);
  const permit = breaker.enter();
  if (!permit) throw circuitOpen(deployment, breaker.state());
  const note = noteAttempt(ask, attempt, tools);
  const settle = (outcome: RouteOutcome) => {
    settlePermit(permit, outcome);
    note(outcome);
  };
  try {
    const begun = await beginReply(open, { clock, deployment, firstTokenMs, idleMs, signal });
    if (permit.trial) permit.succeed();
    return {
      level,
      begun,
      settle(outcome) {
        settle(outcome);
        slot?.release();
      },
    };
  } catch (error) {
    // Why a caller left is the caller's to say, with any error.
    const left = signal.aborted && error === signal.reason;
    const unused = left || hasWorked(error);
    const cancelled = left || failureKind(error) === "cancelled";
    settle(cancelled ? { kind: "cancelled", unused } : { kind: "failed", error, unused });
    throw error;
  }
}

function settlePermit(permit: BreakerPermit, outcome: RouteOutcome): void {
  if (outcome.kind === "answered") permit.succeed();
  else if (outcome.kind === "failed") permit.fail(outcome.error);
  else permit.forget();
}

/** Tells how an attempt went, once. */
function noteAttempt(
  { level: { deployment, place: level }, sentTokens }: AskLevel<unknown>,
  attempt: number,
  { clock, onAttempt }: AskTools,
) {
  const at = clock.now();
  const from = clock.elapsed();
  let told = false;
  return (outcome: RouteOutcome) => {
    if (told) return;
    told = true;
    onAttempt({
      type: "attempt",
      at,
      deployment,
      level,
      attempt,
      ms: clock.elapsed() - from,
      outcome: outcome.kind,
      ...(outcome.kind === "failed" && describe(outcome.error)),
      ...("unused" in outcome &&
        outcome.unused && {
          wasted: { promptTokens: sentTokens(), completionTokens: 0, estimated: true },
        }),
    });
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
