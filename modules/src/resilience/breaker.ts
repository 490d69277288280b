import type { Clock } from "../core/clock.ts";
import { ProviderError } from "../core/errors.ts";
import type { BreakerEvent, BreakerState } from "./breaker-state.ts";
import { refuseWrong, wrongCounts, wrongTimes } from "./check-figures.ts";
import { askedToWaitMs, CIRCUIT_OPEN, FAILURE_RULES, failureKind } from "./failure-kind.ts";
import { createTripCounter, type TripCounter, type TripRule } from "./trip-rule.ts";

export interface BreakerOptions {
  readonly clock: Clock;
  /** When it opens; default 3 failures in a row. */
  readonly rule?: TripRule;
  /** Milliseconds it stays open before a trial; default 30,000. */
  readonly openMs?: number;
  /** Longest time open in milliseconds, whatever a provider asks for; default 300,000. */
  readonly maxOpenMs?: number;
  /** Trials in a row that have to go well before it closes, one at a time; default 2. */
  readonly successes?: number;
  /** Milliseconds after which a trial without outcome makes room for another; default 30,000. */
  readonly trialMs?: number;
  readonly onEvent?: ((event: BreakerEvent) => void) | undefined;
}

/** The right to make one call. Exactly one of its functions is called when the outcome is known; further calls do nothing. */
export interface BreakerPermit {
  /** Tries whether the deployment is back; then its first word is enough, so that others need not wait for the last. */
  readonly trial: boolean;
  succeed(): void;
  /** Counts only failures that are the deployment's fault; after the others the deployment counts as answering. */
  fail(error: unknown): void;
  /** The call was given up from our side and says nothing about the deployment. */
  forget(): void;
}

export interface Breaker {
  readonly deployment: string;
  state(): BreakerState;
  /** Whether it would let a call through now. */
  mayEnter(): boolean;
  /** The right to call, or undefined when the deployment is not to be asked now. */
  enter(): BreakerPermit | undefined;
  /**
   * Makes one call under the breaker.
   * @throws ProviderError with code CIRCUIT_OPEN when it lets nothing through; otherwise what the work throws.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}

type Inside =
  | { readonly kind: "closed"; readonly counter: TripCounter }
  | ({ readonly kind: "open"; readonly because: string; readonly until: number } & Pause)
  | ({ readonly kind: "half-open"; successes: number; trial: Trial | undefined } & Pause);

/** The time a deployment is left alone. */
interface Pause {
  readonly lastMs: number;
  /** Whether failures opened the breaker; otherwise the deployment asked for the time, and is not held to be broken. */
  readonly tripped: boolean;
}

const pauseOf = ({ lastMs, tripped }: Pause): Pause => ({ lastMs, tripped });

interface Trial {
  readonly begunAt: number;
}

/**
 * Keeps calls away from a deployment that fails. Outcomes of calls from before its last change of state are not counted.
 * @throws SettingsError when a figure cannot be.
 */
export function createBreaker(deployment: string, options: BreakerOptions): Breaker {
  const { clock, onEvent, rule = { kind: "in-a-row", failures: 3 } } = options;
  const { openMs = 30_000, maxOpenMs = 300_000, successes: needed = 2, trialMs = 30_000 } = options;
  refuseWrong("Breaker", [
    ...wrongTimes({ openMs, maxOpenMs, trialMs }),
    ...wrongCounts({ successes: needed }),
  ]);
  const closed = (): Inside => ({ kind: "closed", counter: createTripCounter(rule, clock) });
  let inside = closed();

  function become(next: Inside): void {
    const from = inside.kind;
    inside = next;
    onEvent?.({ type: "breaker", at: clock.now(), deployment, from, to: shown() });
  }

  function shown(): BreakerState {
    switch (inside.kind) {
      case "closed":
        return { kind: "closed" };
      case "open":
        return { kind: "open", because: inside.because, retryInMs: inside.until - clock.elapsed() };
      case "half-open":
        return { kind: "half-open", successes: inside.successes, needed, trying: inside.trial !== undefined };
    }
  }

  function settle(): void {
    if (inside.kind === "open" && clock.elapsed() >= inside.until)
      become({ ...pauseOf(inside), kind: "half-open", successes: 0, trial: undefined });
  }

  function open(because: string, ms: number, tripped: boolean): void {
    const lastMs = Math.min(maxOpenMs, ms);
    become({ kind: "open", because, until: clock.elapsed() + lastMs, lastMs, tripped });
  }

  /** Whoever named a time that was too short is left alone twice as long; one that tripped, as long as that takes. */
  function againMs({ lastMs, tripped }: Pause, asked: boolean): number {
    if (asked) return lastMs * 2;
    return tripped ? Math.max(openMs, lastMs) : Math.max(lastMs, Math.min(openMs, lastMs * 2));
  }

  function fail(error: unknown): void {
    const kind = failureKind(error);
    const askedMs = askedToWaitMs(error) ?? 0;
    const asked = askedMs > 0;
    if (inside.kind === "half-open") {
      open(`${kind} again`, Math.max(askedMs, againMs(inside, asked)), inside.tripped);
    } else if (inside.kind === "closed") {
      const tripped = inside.counter.failed();
      if (tripped || asked)
        open(asked ? "it asked to wait" : kind, Math.max(askedMs, tripped ? openMs : 0), tripped);
    }
  }

  function succeed(): void {
    if (inside.kind === "closed") inside.counter.succeeded();
    else if (inside.kind === "half-open" && ++inside.successes >= needed) become(closed());
  }

  function permit(trial?: Trial): BreakerPermit {
    const given = inside;
    let over = false;
    const once = (settled: () => void) => {
      if (over) return;
      over = true;
      if (given.kind === "half-open" && given.trial === trial) given.trial = undefined;
      if (given === inside) settled();
    };
    return {
      trial: trial !== undefined,
      succeed: () => once(succeed),
      fail: (error) => once(FAILURE_RULES[failureKind(error)].counts ? () => fail(error) : succeed),
      forget: () => once(() => {}),
    };
  }

  function mayEnter(): boolean {
    settle();
    if (inside.kind !== "half-open") return inside.kind === "closed";
    return inside.trial === undefined || clock.elapsed() - inside.trial.begunAt >= trialMs;
  }

  function enter(): BreakerPermit | undefined {
    if (!mayEnter()) return undefined;
    if (inside.kind !== "half-open") return permit();
    const trial = { begunAt: clock.elapsed() };
    inside.trial = trial;
    return permit(trial);
  }

  const state = (): BreakerState => {
    settle();
    return shown();
  };
  return {
    deployment,
    state,
    mayEnter,
    enter,
    async run(work) {
      const permit = enter();
      if (!permit) throw circuitOpen(deployment, state());
      return settleBy(permit, work);
    },
  };
}

async function settleBy<T>(permit: BreakerPermit, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    permit.succeed();
    return result;
  } catch (error) {
    if (failureKind(error) === "cancelled") permit.forget();
    else permit.fail(error);
    throw error;
  }
}

/** The error with which a breaker refuses. */
export function circuitOpen(deployment: string, state: BreakerState): ProviderError {
  const why = state.kind === "open" ? ` (${state.because})` : "";
  return new ProviderError(`${deployment} is not asked for now${why}.`, {
    code: CIRCUIT_OPEN,
    retryable: true,
    retryAfterMs: state.kind === "open" ? Math.max(1, Math.ceil(state.retryInMs)) : undefined,
    hint: "It failed too often and is being left alone for a while; ask another deployment.",
  });
}
