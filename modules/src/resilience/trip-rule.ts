import { CircuitState, ConsecutiveBreaker, CountBreaker } from "cockatiel";
import type { Clock } from "../core/clock.ts";
import { refuseWrong, wrongCounts, wrongTimes } from "./check-figures.ts";

/**
 * When a breaker opens: after so many failures in a row; when more than a share (0 to 1) of the last `calls` failed, once
 * there were `minimumCalls`; or after so many failures within a time.
 */
export type TripRule =
  | { readonly kind: "in-a-row"; readonly failures: number }
  | { readonly kind: "share"; readonly share: number; readonly calls: number; readonly minimumCalls?: number }
  | { readonly kind: "within"; readonly failures: number; readonly windowMs: number };

/** Counts outcomes by a rule. */
export interface TripCounter {
  succeeded(): void;
  /** Whether the breaker has to open now. */
  failed(): boolean;
}

/** @throws SettingsError when the rule's figures make no sense. */
export function createTripCounter(rule: TripRule, clock: Clock): TripCounter {
  checkTripRule(rule);
  switch (rule.kind) {
    case "in-a-row": {
      const counter = new ConsecutiveBreaker(rule.failures);
      return { succeeded: () => counter.success(), failed: () => counter.failure() };
    }
    case "share": {
      const { share, calls, minimumCalls = calls } = rule;
      const counter = new CountBreaker({
        threshold: share,
        size: calls,
        minimumNumberOfCalls: minimumCalls,
      });
      return {
        succeeded: () => counter.success(CircuitState.Closed),
        failed: () => counter.failure(CircuitState.Closed),
      };
    }
    case "within":
      return countWithin(rule.failures, rule.windowMs, clock);
  }
}

/** Times come from the clock's scale that never jumps, so that a corrected date opens nothing. */
function countWithin(failures: number, windowMs: number, clock: Clock): TripCounter {
  const times: number[] = [];
  return {
    succeeded: () => {},
    failed() {
      const now = clock.elapsed();
      times.push(now);
      while ((times[0] ?? now) <= now - windowMs) times.shift();
      return times.length >= failures;
    },
  };
}

function checkTripRule(rule: TripRule): void {
  refuseWrong("Breaker rule", rule.kind === "share" ? wrongShare(rule) : wrongFailures(rule));
}

function wrongFailures(rule: Exclude<TripRule, { kind: "share" }>): readonly string[] {
  const times = rule.kind === "within" ? { windowMs: rule.windowMs } : {};
  return [...wrongCounts({ failures: rule.failures }), ...wrongTimes(times)];
}

function wrongShare({ share, calls, minimumCalls = calls }: Extract<TripRule, { kind: "share" }>) {
  return [
    ...(share > 0 && share < 1 ? [] : [`share must lie between 0 and 1, not ${share}.`]),
    ...wrongCounts({ calls, minimumCalls }),
    ...(minimumCalls > calls ? ["minimumCalls must not be above calls."] : []),
  ];
}
