import type { CheckEvent } from "./health-checks.ts";
import type { Availability } from "./model-registry.ts";
import type { HealthRules } from "./registry-config.ts";

/** What checks know of one model. */
export interface HealthState {
  readonly availability: Availability;
  readonly successesInARow: number;
  readonly failuresInARow: number;
  /** Whether it ever answered a check. */
  readonly answered: boolean;
  /** Milliseconds since 1970 at which it was first looked at. */
  readonly knownSince: number;
}

export const newHealthState = (at: number): HealthState => ({
  availability: { kind: "unchecked" },
  successesInARow: 0,
  failuresInARow: 0,
  answered: false,
  knownSince: at,
});

/** What one check found, at `at` milliseconds since 1970. */
export interface Finding {
  readonly at: number;
  readonly outcome: CheckEvent["outcome"];
  readonly error?: string | undefined;
}

/** The state after one more check. A model that starts up may fail; one that refuses for now is neither sick nor proved well. */
export function nextHealthState(state: HealthState, finding: Finding, rules: HealthRules): HealthState {
  switch (finding.outcome) {
    case "limited":
      return state;
    case "answered":
      return afterSuccess(state, finding, rules);
    case "failed":
      return startsUp(state, finding, rules) ? state : afterFailure(state, finding, rules);
  }
}

const startsUp = ({ answered, knownSince }: HealthState, { at }: Finding, { startUpGraceMs }: HealthRules) =>
  !answered && at - knownSince < startUpGraceMs;

function afterSuccess(state: HealthState, { at }: Finding, { healthyAfter }: HealthRules): HealthState {
  const successesInARow = state.successesInARow + 1;
  const { kind } = state.availability;
  const turns = kind === "unchecked" || (kind === "unavailable" && successesInARow >= healthyAfter);
  return {
    ...state,
    answered: true,
    successesInARow,
    failuresInARow: 0,
    availability: turns ? { kind: "available", since: at } : state.availability,
  };
}

function afterFailure(state: HealthState, finding: Finding, { unhealthyAfter }: HealthRules): HealthState {
  const { at, error = "it did not answer" } = finding;
  const failuresInARow = state.failuresInARow + 1;
  const turns = state.availability.kind !== "unavailable" && failuresInARow >= unhealthyAfter;
  return {
    ...state,
    successesInARow: 0,
    failuresInARow,
    availability: turns ? { kind: "unavailable", since: at, because: error } : state.availability,
  };
}
