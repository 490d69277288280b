import type { Clock } from "../../core/clock.ts";
import type { BreakerRule } from "./backend-definition.ts";
import type { CircuitState } from "./backend-set.ts";

/** Counts the failures of one backend and keeps requests away from it for a while when there are too many. */
export interface CircuitBreaker {
  /** `Clock.now()` from which on it is closed again; undefined while it is closed. */
  openUntil(): number | undefined;
  /** Books an answer; gives what came of it, in words, or undefined when nothing did. */
  answered(status: number, retryAfter: string | undefined): string | undefined;
  /** Books a call without an answer, by Azure's reason for it. */
  unanswered(reason: string): string | undefined;
  state(): CircuitState;
  /** How often it has tripped. */
  trips(): number;
}

/** @param rule undefined for a backend that has none: it never trips */
export function createCircuitBreaker(rule: BreakerRule | undefined, clock: Clock): CircuitBreaker {
  // The newest `count` failures: the oldest of them tells whether the count was reached within the interval.
  let failures: number[] = [];
  let until = Number.NEGATIVE_INFINITY;
  let trips = 0;

  const openUntil = () => (clock.now() < until ? until : undefined);
  const recent = (intervalMs: number) => failures.filter((at) => at > clock.now() - intervalMs);

  const count = (limits: BreakerRule, tripMs: number): string | undefined => {
    // Calls that were under way when it tripped neither prolong nor repeat it.
    if (openUntil() !== undefined) return undefined;
    failures = [...recent(limits.intervalMs), clock.now()];
    if (failures.length < limits.count)
      return `failure ${failures.length} of ${limits.count} within ${limits.intervalMs / 1000} s`;
    failures = [];
    until = clock.now() + tripMs;
    trips++;
    return `the circuit trips until ${timeOf(until)}`;
  };

  return {
    openUntil,
    answered: (status, retryAfter) => {
      if (!rule || !isFailure(status, rule)) return undefined;
      return count(
        rule,
        (rule.acceptRetryAfter ? retryAfterMs(retryAfter, clock) : undefined) ?? rule.tripMs,
      );
    },
    unanswered: (reason) => (rule && countsError(reason, rule) ? count(rule, rule.tripMs) : undefined),
    state: () => {
      const open = openUntil();
      if (open !== undefined) return { kind: "open", until: open };
      return { kind: "closed", failures: rule ? recent(rule.intervalMs).length : 0 };
    },
    trips: () => trips,
  };
}

const isFailure = (status: number, { statuses }: BreakerRule) =>
  statuses.some(({ min, max }) => status >= min && status <= max);

/** Who gets no answer is told 500 by the gateway, so a range with 500 in it means that as well. */
const countsError = (reason: string, rule: BreakerRule) =>
  isFailure(500, rule) || rule.errorReasons.some((word) => word.toLowerCase() === reason.toLowerCase());

/** Of `Retry-After`, which is seconds or a date; undefined when it is neither. */
function retryAfterMs(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const date = /[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.now());
}

/** `12:00:31` of a time in UTC. */
export const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
