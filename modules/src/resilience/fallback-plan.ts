import type { Tier } from "../chat/source.ts";
import { refuseWrong, wrongCounts, wrongTimes } from "./check-figures.ts";
import type { ContinueForm } from "./continue-request.ts";

/** One deployment of a plan. */
export interface PlanLevel {
  /** Unique name; breaker and bulkhead go by it. */
  readonly deployment: string;
  readonly tier: Tier;
  /** Calls in all, the first included; default the retry's own. */
  readonly maxAttempts?: number;
  /** Milliseconds until the first word; default of the house. */
  readonly firstTokenMs?: number;
  /** Tokens that prompt and answer may have together; unknown when absent. */
  readonly contextTokens?: number;
  /** How it takes up what another has begun; it cannot when absent. */
  readonly continues?: ContinueForm;
}

/**
 * What happens when a stream breaks after its first word. `terminate`: it ends there and says so. `restart`: another deployment
 * answers from the beginning, and what was said is void. `continue`: another goes on from what was said; where none can, or a
 * call of a tool had begun, it is begun anew.
 */
export type MidStreamPolicy = "terminate" | "restart" | "continue";

export const MID_STREAM_POLICIES = [
  "terminate",
  "restart",
  "continue",
] as const satisfies readonly MidStreamPolicy[];

/** Whom to ask, first choice first, and what to do when things break. Plain data: it can be shown, kept and compared. */
export interface FallbackPlan {
  readonly levels: readonly PlanLevel[];
  /** Most deployments that are asked; those that are passed over do not count. */
  readonly maxTried: number;
  readonly midStream: MidStreamPolicy;
  /** Milliseconds without a first word after which the next level is asked as well; never when absent. */
  readonly hedgeAfterMs?: number;
}

export interface PlanOptions {
  /** Default 3. */
  readonly maxTried?: number;
  /** Default `terminate`. */
  readonly midStream?: MidStreamPolicy;
  readonly hedgeAfterMs?: number | undefined;
}

/** @throws SettingsError with a line for each level or figure that cannot be. */
export function createFallbackPlan(levels: readonly PlanLevel[], options: PlanOptions = {}): FallbackPlan {
  const { maxTried = 3, midStream = "terminate", hedgeAfterMs } = options;
  refuseWrong("Fallback plan", [
    ...wrongLevels(levels),
    ...wrongCounts({ maxTried }),
    ...wrongTimes({ hedgeAfterMs }),
    ...wrongPolicy(midStream),
  ]);
  return { levels, maxTried, midStream, ...(hedgeAfterMs !== undefined && { hedgeAfterMs }) };
}

function wrongLevels(levels: readonly PlanLevel[]): readonly string[] {
  const names = levels.map(({ deployment }) => deployment);
  return [
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is in it twice.`),
    ...levels.flatMap(({ deployment, maxAttempts, firstTokenMs, contextTokens }) => [
      ...wrongCounts({
        [`maxAttempts of ${deployment}`]: maxAttempts,
        [`contextTokens of ${deployment}`]: contextTokens,
      }),
      ...wrongTimes({ [`firstTokenMs of ${deployment}`]: firstTokenMs }),
    ]),
  ];
}

function wrongPolicy(midStream: MidStreamPolicy): readonly string[] {
  if (MID_STREAM_POLICIES.includes(midStream)) return [];
  return [`midStream is ${midStream}; there are ${MID_STREAM_POLICIES.join(", ")}.`];
}
